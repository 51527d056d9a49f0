//! What a plan makes of parameters: which values may be set, and what acts of those that are.

use super::{Barrier, Feature, Plan, Refused};
use crate::parameter::{InvalidValue, KindSet, Name, Parameters, Webhooks, Welcome};

// === impl Plan ===

impl Plan {
    /// Whether a parameter may be set to this value, which is one that it can have. `set` is what
    /// the connection has set so far. `DEFAULT` is always allowed, and so is hiding less.
    ///
    /// # Errors
    /// What of the plan is against it.
    pub fn admits(&self, name: Name, text: &str, set: &Parameters) -> Result<(), Refused> {
        if text.trim().eq_ignore_ascii_case("DEFAULT") {
            return Ok(());
        }
        let mut wanted = set.clone();
        // Whether it is a value at all others say.
        if wanted.set(name, text).is_err() {
            return Ok(());
        }
        match self.against(name, &wanted, set) {
            None => Ok(()),
            Some(barrier) => Err(self.refused(barrier)),
        }
    }

    /// The refusal for this limit.
    #[must_use]
    pub fn refused(&self, barrier: Barrier) -> Refused {
        Refused {
            plan: self.name.clone(),
            barrier,
        }
    }

    /// The parameters as they act under this plan, read from what is set. A plan that got smaller
    /// never shows what was hidden: `HIDE_INFO` stays as it is set.
    ///
    /// # Errors
    /// As of [`Parameters::from_set`].
    pub fn read(
        &self,
        set: &std::collections::BTreeMap<String, String>,
    ) -> Result<Parameters, InvalidValue> {
        Parameters::from_set(set).map(|parameters| self.effective(parameters))
    }

    /// The parameters as they act under this plan.
    #[must_use]
    pub fn effective(&self, mut parameters: Parameters) -> Parameters {
        let limits = &self.limits;
        if let Some(longest) = limits.longest_autoclose() {
            let set = parameters.autoclose.unwrap_or(longest);
            parameters.autoclose = Some(set.min(longest));
        }
        if !limits.has(Feature::WelcomeOff) && parameters.welcome == Welcome::Off {
            parameters.welcome = Welcome::Default;
        }
        if !limits.has(Feature::LeaveClosed) {
            parameters.leave_closed = KindSet::default();
        }
        if !limits.has(Feature::Webhooks) {
            parameters.webhooks = Webhooks::default();
        }
        parameters.signature = limits.signature.clone();
        parameters
    }

    fn against(&self, name: Name, wanted: &Parameters, set: &Parameters) -> Option<Barrier> {
        let limits = &self.limits;
        let lacks = |feature| !limits.has(feature);
        #[expect(
            clippy::wildcard_enum_match_arm,
            reason = "a plan limits few parameters, and no new one by itself"
        )]
        match name {
            Name::Autoclose => {
                let hours = limits.longest_autoclose?;
                let longest = limits.longest_autoclose()?;
                let is_longer = wanted.autoclose.is_none_or(|span| span > longest);
                is_longer.then_some(Barrier::Autoclose(hours))
            }
            Name::Welcome => {
                let is_off = wanted.welcome == Welcome::Off && lacks(Feature::WelcomeOff);
                is_off.then_some(Barrier::WelcomeOff)
            }
            Name::HideInfo => {
                let hides_more = !wanted.hide_info.is_subset(&set.hide_info);
                (hides_more && lacks(Feature::HideInfo)).then_some(Barrier::HideInfo)
            }
            Name::LeaveClosed => {
                let is_used = wanted.leave_closed != KindSet::default();
                (is_used && lacks(Feature::LeaveClosed)).then_some(Barrier::LeaveClosed)
            }
            Name::Webhooks => {
                let is_used = wanted.webhooks != Webhooks::default();
                (is_used && lacks(Feature::Webhooks)).then_some(Barrier::Webhooks)
            }
            _ => None,
        }
    }
}
