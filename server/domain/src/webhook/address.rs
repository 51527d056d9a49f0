//! Which addresses are public.
//!
//! An IPv6 address that has an IPv4 address in it is judged by that one ([`meant`]), since that
//! is where what is sent to it ends up:
//!
//! | form | what |
//! |---|---|
//! | `::ffff:0:0/96` `::/96` `::ffff:0:0:0/96` | mapped, compatible, translated |
//! | `64:ff9b::/96` `64:ff9b:1::/96` | NAT64, the well-known prefix and the first local one |
//! | `2002::/16` | 6to4 |
//! | `2001::/32` | Teredo; the client's address, inverted |

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{Ipv4Net, Ipv6Net};

/// What is not public in IPv4: the special-purpose registry of IANA, and what a provider puts
/// beside its machines under a public address.
const NOT_PUBLIC: [Ipv4Net; 17] = [
    v4([0, 0, 0, 0], 8),
    v4([10, 0, 0, 0], 8),
    // Behind carriers' NAT.
    v4([100, 64, 0, 0], 10),
    v4([127, 0, 0, 0], 8),
    // Link-local, and with it the metadata that clouds give their machines.
    v4([169, 254, 0, 0], 16),
    // Azure's own services for its machines.
    v4([168, 63, 129, 16], 32),
    v4([172, 16, 0, 0], 12),
    v4([192, 0, 0, 0], 24),
    v4([192, 0, 2, 0], 24),
    // Relays of 6to4, given up.
    v4([192, 88, 99, 0], 24),
    v4([192, 168, 0, 0], 16),
    // Benchmarks.
    v4([198, 18, 0, 0], 15),
    v4([198, 51, 100, 0], 24),
    v4([203, 0, 113, 0], 24),
    v4([224, 0, 0, 0], 4),
    // Reserved, and the broadcast.
    v4([240, 0, 0, 0], 4),
    v4([255, 255, 255, 255], 32),
];

/// All that is public in IPv6. Loopback, local, multicast and discarded addresses are outside.
const GLOBAL: Ipv6Net = v6([0x2000, 0], 3);

/// What is not public in there: protocols' own, and documentation.
const NOT_GLOBAL: [Ipv6Net; 3] = [
    v6([0x2001, 0], 23),
    v6([0x2001, 0xdb8], 32),
    v6([0x3fff, 0], 20),
];

/// Where what is sent to this address ends up.
#[must_use]
pub fn meant(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => embedded(v6).map_or(address, IpAddr::V4),
    }
}

/// The IPv4 address in an IPv6 one.
fn embedded(address: Ipv6Addr) -> Option<Ipv4Addr> {
    let (high, low) = match address.segments() {
        // Unspecified and loopback, not compatible ones.
        [0, 0, 0, 0, 0, 0, 0, 0 | 1] => return None,
        [0, 0, 0, 0, 0, 0 | 0xffff, high, low] | [0, 0, 0, 0, 0xffff, 0, high, low] => (high, low),
        // Local translators may have the address in other places. With zeros there it is none
        // that is public; all other addresses of 64:ff9b:1::/48 are judged as they are, and are
        // not public either.
        [0x64, 0xff9b, 0 | 1, 0, 0, 0, high, low] => (high, low),
        [0x2002, high, low, ..] => (high, low),
        [0x2001, 0, _, _, _, _, high, low] => (!high, !low),
        _ => return None,
    };
    Some(Ipv4Addr::from_bits(u32::from(high) << 16 | u32::from(low)))
}

/// Whether this address is one of the public internet, as it stands: see [`meant`].
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => !NOT_PUBLIC.iter().any(|one| one.contains(&address)),
        IpAddr::V6(address) => {
            GLOBAL.contains(&address) && !NOT_GLOBAL.iter().any(|one| one.contains(&address))
        }
    }
}

const fn v4([a, b, c, d]: [u8; 4], prefix: u8) -> Ipv4Net {
    Ipv4Net::new_assert(Ipv4Addr::new(a, b, c, d), prefix)
}

const fn v6([a, b]: [u16; 2], prefix: u8) -> Ipv6Net {
    Ipv6Net::new_assert(Ipv6Addr::new(a, b, 0, 0, 0, 0, 0, 0), prefix)
}
