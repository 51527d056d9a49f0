//! The parameters of a call, however they were sent: query, form, JSON or multipart.

use std::collections::{BTreeMap, BTreeSet};

use axum::{
    body::{Body, Bytes},
    extract::{DefaultBodyLimit, FromRequest, Multipart},
    http::{Request, header::CONTENT_TYPE},
};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};

use super::refusal::Refusal;

/// The parameters of one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Params {
    values: BTreeMap<String, Value>,
    /// Parameters that were given as an empty string.
    blank: BTreeSet<String>,
    files: BTreeMap<String, Upload>,
}

/// A file in a multipart request.
#[derive(Debug, Clone)]
pub(crate) struct Upload {
    pub(crate) name: String,
    pub(crate) bytes: Bytes,
}

// === impl Params ===

impl Params {
    /// Reads query and body of a request.
    pub(crate) async fn read(
        query: Option<&str>,
        kind: &str,
        body: Bytes,
    ) -> Result<Self, Refusal> {
        let mut params = Self::default();
        params.put_form(query.unwrap_or_default().as_bytes());
        if kind.starts_with("application/json") {
            params.put_json(&body)?;
        } else if kind.starts_with("multipart/form-data") {
            params.put_multipart(kind, body).await?;
        } else {
            params.put_form(&body);
        }
        // Telegram takes null and an empty string for "not given", with few exceptions.
        let blank = |value: &Value| value.as_str() == Some("");
        let blanks = params.values.iter().filter(|(_, value)| blank(value));
        params.blank = blanks.map(|(name, _)| name.clone()).collect();
        params
            .values
            .retain(|_, value| !value.is_null() && !blank(value));
        Ok(params)
    }

    fn put_form(&mut self, bytes: &[u8]) {
        for (name, value) in form_urlencoded::parse(bytes) {
            self.values.insert(name.into_owned(), json!(value));
        }
    }

    fn put_json(&mut self, body: &[u8]) -> Result<(), Refusal> {
        if body.is_empty() {
            return Ok(());
        }
        let Ok(Value::Object(object)) = serde_json::from_slice(body) else {
            return Err(Refusal::bad("can't parse JSON object"));
        };
        self.values.extend(object);
        Ok(())
    }

    async fn put_multipart(&mut self, kind: &str, body: Bytes) -> Result<(), Refusal> {
        let broken = |_| Refusal::bad("can't parse multipart form");
        let mut request = Request::builder()
            .header(CONTENT_TYPE, kind)
            .body(Body::from(body))
            .map_err(|_| Refusal::bad("can't parse multipart form"))?;
        // The whole request was limited already.
        DefaultBodyLimit::disable().apply(&mut request);
        let mut form = Multipart::from_request(request, &())
            .await
            .map_err(|_| Refusal::bad("can't parse multipart form"))?;
        while let Some(field) = form.next_field().await.map_err(broken)? {
            let name = field.name().unwrap_or_default().to_owned();
            if let Some(file) = field.file_name().map(str::to_owned) {
                let bytes = field.bytes().await.map_err(broken)?;
                self.files.insert(name, Upload { name: file, bytes });
            } else {
                let text = field.text().await.map_err(broken)?;
                self.values.insert(name, json!(text));
            }
        }
        Ok(())
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.values.contains_key(name) || self.files.contains_key(name)
    }

    /// Whether it was given, if only as an empty string.
    pub(crate) fn is_named(&self, name: &str) -> bool {
        self.has(name) || self.blank.contains(name)
    }

    /// The names of everything but uploads that other parameters refer to.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let attached = |name: &&String| {
            let reference = format!("attach://{name}");
            !self
                .values
                .values()
                .any(|value| value.to_string().contains(&reference))
        };
        self.values
            .keys()
            .map(String::as_str)
            .chain(self.files.keys().filter(attached).map(String::as_str))
    }

    pub(crate) fn string(&self, name: &str) -> Option<String> {
        match self.values.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    pub(crate) fn int(&self, name: &str) -> Result<Option<i64>, Refusal> {
        let Some(text) = self.string(name) else {
            return Ok(None);
        };
        text.trim()
            .parse()
            .map(Some)
            .map_err(|_| Refusal::bad(format!("{name} is not a valid Integer")))
    }

    pub(crate) fn float(&self, name: &str) -> Result<Option<f64>, Refusal> {
        let Some(text) = self.string(name) else {
            return Ok(None);
        };
        text.trim()
            .parse()
            .map(Some)
            .map_err(|_| Refusal::bad(format!("{name} is not a valid Float")))
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.string(name).is_some_and(|text| {
            ["true", "1", "yes", "t", "y"].contains(&text.to_ascii_lowercase().as_str())
        })
    }

    /// A structured parameter: JSON itself, or JSON in a string.
    pub(crate) fn json<T: DeserializeOwned>(&self, name: &str) -> Result<Option<T>, Refusal> {
        let Some(value) = self.values.get(name) else {
            return Ok(None);
        };
        let parsed = match value {
            Value::String(text) => serde_json::from_str(text),
            other => serde_json::from_value(other.clone()),
        };
        parsed
            .map(Some)
            .map_err(|error| Refusal::bad(format!("can't parse {name} JSON object: {error}")))
    }

    pub(crate) fn upload(&self, name: &str) -> Option<&Upload> {
        self.files.get(name)
    }

    pub(crate) fn uploaded_bytes(&self) -> usize {
        self.files.values().map(|file| file.bytes.len()).sum()
    }

    /// For the journal: uploads by name and size only.
    pub(crate) fn wire(&self) -> Value {
        let mut object: Map<String, Value> = self.values.clone().into_iter().collect();
        for (name, file) in &self.files {
            object.insert(
                name.clone(),
                json!({"upload": file.name, "size": file.bytes.len()}),
            );
        }
        Value::Object(object)
    }
}
