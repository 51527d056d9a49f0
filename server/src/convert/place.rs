//! Points on the map and named places.

use backline_domain::message::{Location, Venue};
use backline_proto::common::v1 as proto;

/// The point.
#[must_use]
pub const fn from_proto(location: proto::Location) -> Location {
    Location {
        latitude: location.latitude,
        longitude: location.longitude,
        accuracy: location.horizontal_accuracy_metres,
        live_period: location.live_period_seconds,
        heading: location.heading,
        proximity_alert: location.proximity_alert_metres,
    }
}

/// The point.
#[must_use]
pub const fn to_proto(location: &Location) -> proto::Location {
    proto::Location {
        latitude: location.latitude,
        longitude: location.longitude,
        horizontal_accuracy_metres: location.accuracy,
        live_period_seconds: location.live_period,
        heading: location.heading,
        proximity_alert_metres: location.proximity_alert,
    }
}

/// The place; without a point it lies at 0, 0, and its words are kept.
#[must_use]
pub fn venue_from_proto(venue: proto::Venue) -> Venue {
    Venue {
        location: from_proto(venue.location.unwrap_or_default()),
        title: venue.title,
        address: venue.address,
        provider_ids: [
            venue.foursquare_id,
            venue.foursquare_type,
            venue.google_place_id,
            venue.google_place_type,
        ],
    }
}

/// The place.
#[must_use]
pub fn venue_to_proto(venue: &Venue) -> proto::Venue {
    let [
        foursquare_id,
        foursquare_type,
        google_place_id,
        google_place_type,
    ] = venue.provider_ids.clone();
    proto::Venue {
        location: Some(to_proto(&venue.location)),
        title: venue.title.clone(),
        address: venue.address.clone(),
        foursquare_id,
        foursquare_type,
        google_place_id,
        google_place_type,
    }
}
