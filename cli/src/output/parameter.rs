use backline_proto::admin::v1::Parameter;
use serde::Serialize;

use super::{Card, Row};

/// A parameter as it is shown.
#[derive(Debug, Serialize)]
pub(crate) struct ParameterView {
    name: String,
    value: String,
    default_value: String,
    is_set: bool,
    is_effective: bool,
    description: String,
    allowed: String,
}

// === impl ParameterView ===

impl ParameterView {
    fn note(&self) -> &'static str {
        match (self.is_set, self.is_effective) {
            (true, true) => "set",
            (false, true) => "default",
            (true, false) => "set, without effect in this version",
            (false, false) => "default, without effect in this version",
        }
    }
}

impl From<Parameter> for ParameterView {
    fn from(parameter: Parameter) -> Self {
        Self {
            name: parameter.name,
            value: parameter.value,
            default_value: parameter.default_value,
            is_set: parameter.is_set,
            is_effective: parameter.is_effective,
            description: parameter.description,
            allowed: parameter.allowed,
        }
    }
}

impl Row for ParameterView {
    const HEADINGS: &'static [&'static str] = &["parameter", "value", "is"];
    const NONE: &'static str = "no parameter was set: all have their defaults";

    fn rows(&self) -> Vec<Vec<String>> {
        vec![vec![
            self.name.clone(),
            self.value.clone(),
            self.note().into(),
        ]]
    }
}

impl Card for ParameterView {
    fn fields(&self) -> Vec<(&'static str, String)> {
        vec![
            ("Parameter", self.name.clone()),
            ("Value", self.value.clone()),
            ("Default", self.default_value.clone()),
            ("Is", self.note().into()),
            ("Does", self.description.clone()),
            ("Allowed", self.allowed.clone()),
        ]
    }
}
