use backline_proto::admin::v1::ListTokensRequest;
use backline_proto::admin::v1::token_service_client::TokenServiceClient;
use backline_server::config::Tls;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tonic::transport::{Certificate, Channel, ClientTlsConfig, Identity};

use crate::harness::{Server, by};

struct Authority(CertifiedIssuer<'static, KeyPair>);

// === impl Authority ===

impl Authority {
    fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate and its key.
    fn issue(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new(vec![name.to_owned()]).unwrap();
        (
            params.signed_by(&key, &self.0).unwrap().pem(),
            key.serialize_pem(),
        )
    }
}

async fn call(server: &Server, tls: ClientTlsConfig) -> Result<(), String> {
    let channel = Channel::from_shared(format!("https://{}", server.running.address()))
        .unwrap()
        .tls_config(tls.domain_name("backline.test"))
        .unwrap()
        .connect()
        .await
        .map_err(|error| format!("{error:?}"))?;
    let request = by(&server.admin, ListTokensRequest::default());
    let listed = TokenServiceClient::new(channel).list_tokens(request).await;
    listed.map(drop).map_err(|status| format!("{status:?}"))
}

#[tokio::test]
async fn clients_show_a_certificate_where_an_authority_is_set() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let (authority, stranger) = (Authority::new(), Authority::new());
    let (certificate, key) = authority.issue("backline.test");
    let with = |client_ca: Option<String>| Tls {
        certificate: certificate.clone().into_bytes(),
        key: key.clone().into_bytes().into(),
        client_ca: client_ca.map(String::into_bytes),
    };
    let trusting = || ClientTlsConfig::new().ca_certificate(Certificate::from_pem(authority.pem()));
    let showing = |by: &Authority| {
        let (certificate, key) = by.issue("a gateway");
        trusting().identity(Identity::from_pem(certificate, key))
    };

    let server = Server::start_tls(with(None)).await;
    call(&server, trusting()).await.unwrap();
    let foreign = ClientTlsConfig::new().ca_certificate(Certificate::from_pem(stranger.pem()));
    assert!(
        call(&server, foreign).await.is_err(),
        "a server that nobody vouches for"
    );

    let server = Server::start_tls(with(Some(authority.pem()))).await;
    call(&server, showing(&authority)).await.unwrap();
    assert!(
        call(&server, trusting()).await.is_err(),
        "no certificate shown"
    );
    assert!(
        call(&server, showing(&stranger)).await.is_err(),
        "another authority's"
    );
}

#[tokio::test]
async fn a_certificate_that_is_none_is_told_with_the_settings_to_look_at() {
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let tls = Tls {
        certificate: b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_vec(),
        key: b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            .to_vec()
            .into(),
        client_ca: None,
    };
    let error = Server::try_start(|config| config.tls = Some(tls))
        .await
        .err()
        .unwrap();
    assert!(error.is_configuration(), "exit code 2: {error}");
    let told = error.to_string();
    assert!(
        told.contains("tls.certificate") && told.contains("tls.key"),
        "{told}"
    );
}
