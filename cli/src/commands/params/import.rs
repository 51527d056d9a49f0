use std::io::Read as _;
use std::path::{Path, PathBuf};

use backline_proto::admin::v1::ImportParametersRequest;

use crate::commands::Context;
use crate::failure::Failure;
use crate::output::ParameterView;
use crate::remote::{connection_name, request_id};

/// Larger files are none of parameters.
const LARGEST: u64 = 4 * 1024 * 1024;

/// What to import, and how.
pub(crate) struct Import {
    /// The connection.
    pub(crate) connection: String,
    /// The file; `-` is standard input.
    pub(crate) file: PathBuf,
    /// What is not in it returns to its default.
    pub(crate) replace: bool,
    /// Nothing is changed.
    pub(crate) is_check_only: bool,
}

/// Sets all that is in a file, or nothing.
pub(crate) async fn import(what: &Import, context: &mut Context) -> Result<(), Failure> {
    let remote = context.remote()?;
    let connection = what.connection.as_str();
    let request = ImportParametersRequest {
        request_id: request_id(),
        connection: connection_name(connection)?,
        file: read(&what.file)?,
        replace: what.replace,
        validate_only: what.is_check_only,
    };
    let result = remote
        .call(|| async {
            remote
                .client()
                .parameters()
                .import_parameters(request.clone())
                .await
        })
        .await;
    let response = remote.about(connection, result).await?;
    let changed: Vec<ParameterView> = response
        .changed
        .into_iter()
        .map(ParameterView::from)
        .collect();
    let count = match changed.len() {
        1 => "1 parameter".to_owned(),
        count => format!("{count} parameters"),
    };
    let sentence = if what.is_check_only {
        format!("the file is fine; it would change {count} of {connection}")
    } else {
        format!("changed {count} of {connection}")
    };
    Ok(context.printer.changed_all(&sentence, &changed)?)
}

fn read(path: &Path) -> Result<String, Failure> {
    let is_input = path.as_os_str() == "-";
    let name = if is_input {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    let refused = |error: std::io::Error| Failure::usage(format!("{name} cannot be read: {error}"));
    let mut text = String::new();
    let source: Box<dyn std::io::Read> = if is_input {
        Box::new(std::io::stdin().lock())
    } else {
        Box::new(std::fs::File::open(path).map_err(refused)?)
    };
    let length = source
        .take(LARGEST + 1)
        .read_to_string(&mut text)
        .map_err(refused)?;
    if length as u64 > LARGEST {
        return Err(Failure::usage(format!(
            "{name} is larger than 4 MiB, and so no file of parameters"
        )));
    }
    Ok(text)
}
