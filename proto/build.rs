//! Generates the contract's Rust code. protox stands in for protoc, so nothing
//! has to be installed.

use std::error::Error;
use std::path::PathBuf;

use prost::Message as _;

const FILES: &[&str] = &[
    "backline/common/v1/chat.proto",
    "backline/common/v1/content.proto",
    "backline/common/v1/login.proto",
    "backline/common/v1/reaction.proto",
    "backline/gateway/v1/update.proto",
    "backline/gateway/v1/command.proto",
    "backline/gateway/v1/gateway_service.proto",
    "backline/admin/v1/access.proto",
    "backline/admin/v1/connection.proto",
    "backline/admin/v1/dialog.proto",
    "backline/admin/v1/message.proto",
    "backline/admin/v1/plan.proto",
    "backline/admin/v1/webhook.proto",
    "backline/admin/v1/relay_bot.proto",
    "backline/admin/v1/update.proto",
];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=backline");
    let descriptors = protox::Compiler::new(["."])?
        .include_source_info(true)
        .include_imports(true)
        .open_files(FILES)?
        .file_descriptor_set();
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    std::fs::write(out.join("descriptors.bin"), descriptors.encode_to_vec())?;
    tonic_prost_build::configure()
        // Messages that carry secrets get a hand-written Debug in `secret.rs`.
        .skip_debug([
            "backline.common.v1.LoginInput",
            "backline.common.v1.LoginMethod",
            "backline.common.v1.LoginQrCode",
            "backline.gateway.v1.BotLogin",
            "backline.gateway.v1.Credential",
            "backline.gateway.v1.KeepSessionRequest",
            "backline.gateway.v1.LoginCancelled",
            "backline.gateway.v1.LoginInputGiven",
            "backline.gateway.v1.LoginRequested",
            "backline.gateway.v1.LoginSucceeded",
            "backline.gateway.v1.LogoutRequested",
            "backline.gateway.v1.ReportLoginRequest",
            "backline.admin.v1.LoggedIn",
            "backline.gateway.v1.CommandDelivery",
            "backline.admin.v1.CreateConnectionRequest",
            "backline.admin.v1.CreateConnectionResponse",
            "backline.admin.v1.UpdateConnectionRequest",
            "backline.admin.v1.AddRelayBotRequest",
            "backline.admin.v1.RenewClaimCodeResponse",
            "backline.admin.v1.ArchivedMessage",
            "backline.admin.v1.UnknownUpdate",
            "backline.admin.v1.CreateTokenResponse",
            "backline.admin.v1.DeadPost",
            "backline.admin.v1.GetWebhookSecretResponse",
            "backline.admin.v1.RotateWebhookSecretResponse",
            "backline.admin.v1.Webhook",
        ])
        .compile_fds(descriptors)?;
    Ok(())
}
