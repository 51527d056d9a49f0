//! Which addresses may be posted to.
//!
//! Public ones, as [`address`] tells them; and those in the networks that the installation
//! allows.

use std::net::IpAddr;

use backline_domain::webhook::address;
use ipnet::IpNet;

/// Most networks that may be allowed: each address is looked for in all of them.
const MOST_NETWORKS: usize = 100;

/// Which addresses may be posted to: public ones, and those of the networks that are allowed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reach {
    allowed: Vec<IpNet>,
}

// === impl Reach ===

impl Reach {
    /// Reads the networks that are allowed besides public addresses, with commas: `10.0.0.0/8`,
    /// or one address. `None` where one is no network, or there are more than 100.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        if text.trim().is_empty() {
            return Some(Self::default());
        }
        let allowed: Vec<IpNet> = text.split(',').map(network).collect::<Option<_>>()?;
        (allowed.len() <= MOST_NETWORKS).then_some(Self { allowed })
    }

    /// Whether this address may be posted to.
    #[must_use]
    pub fn admits(&self, address: IpAddr) -> bool {
        let address = address::meant(address);
        address::is_public(address) || self.allowed.iter().any(|one| one.contains(&address))
    }
}

fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address.into()),
        Err(_) => text.parse().ok(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// At both ends of each range, and beside it.
    const PUBLIC: &str = "1.0.0.0 1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 \
        128.0.0.0 168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 \
        191.255.255.255 192.0.1.0 192.0.3.0 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 \
        198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255 \
        2000:: 2001:200:: 2001:db7:: 2001:db9:: 2606:4700:4700::1111 2a00:1450::1 3ffe:ffff:: 3fff:1000:: \
        ::ffff:8.8.8.8 ::8.8.8.8 ::ffff:0:8.8.8.8 64:ff9b::8.8.8.8 64:ff9b:1::8.8.8.8 2002:808:808::1 \
        2001:0:7f00:1:0:0:f7f7:f7f7";

    const NOT_PUBLIC: &str = "0.0.0.0 0.255.255.255 10.0.0.0 10.255.255.255 100.64.0.0 100.100.100.200 \
        100.127.255.255 127.0.0.0 127.0.0.1 127.255.255.255 168.63.129.16 169.254.0.0 169.254.169.254 \
        169.254.255.255 172.16.0.0 172.31.255.255 192.0.0.0 192.0.0.255 192.0.2.0 192.0.2.255 192.88.99.1 \
        192.168.0.0 192.168.255.255 198.18.0.0 198.19.255.255 198.51.100.0 198.51.100.255 203.0.113.0 \
        203.0.113.255 224.0.0.0 239.255.255.255 240.0.0.0 255.255.255.254 255.255.255.255 \
        :: ::1 ::2 100:: 100::1 64:ff9b:2::1 1fff:ffff:: 2001:1::1 2001:2::1 2001:10::1 2001:20::1 \
        2001:1ff:ffff::1 2001:db8:: 2001:db8:ffff::1 3fff:: 3fff:fff:ffff::1 4000:: 5f00::1 fc00:: \
        fd00:ec2::254 fdff:ffff::1 fe80:: fe80::1 febf:ffff::1 fec0::1 feff::1 ff00:: ff02::1 ffff::1 \
        ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::127.0.0.1 ::10.0.0.1 ::ffff:0:127.0.0.1 \
        64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b:1::10.0.0.1 64:ff9b:1:a00:0:100:808:808 \
        64:ff9b:1:1::8.8.8.8 2002:7f00:1::1 2002:a00:1::1 2002:a9fe:a9fe::1 2001:0:808:808:0:0:80ff:fffe \
        2001:0:808:808:0:0:f5ff:fffe";

    fn addresses(text: &str) -> impl Iterator<Item = IpAddr> {
        text.split_whitespace().map(|one| one.parse().unwrap())
    }

    #[test]
    fn public_addresses_are_admitted_and_no_others() {
        let reach = Reach::default();
        for address in addresses(PUBLIC) {
            assert!(reach.admits(address), "{address} is public");
        }
        for address in addresses(NOT_PUBLIC) {
            assert!(!reach.admits(address), "{address} is not public");
        }
    }

    #[test]
    fn everything_is_admitted_where_everything_is_allowed() {
        let reach = Reach::read("0.0.0.0/0, ::/0").unwrap();
        for address in addresses(PUBLIC).chain(addresses(NOT_PUBLIC)) {
            assert!(reach.admits(address), "{address}");
        }
    }

    #[test]
    fn allowed_networks_are_admitted_and_nothing_beside_them() {
        let reach = Reach::read(" 10.0.0.0/8,127.0.0.1 , fd00::/8,::1").unwrap();
        let inside = "10.1.2.3 127.0.0.1 fd12::1 ::1 ::ffff:10.0.0.1 ::127.0.0.1 64:ff9b::10.0.0.1 \
            2002:a00:1::1 8.8.8.8";
        for address in addresses(inside) {
            assert!(reach.admits(address), "{address}");
        }
        for address in addresses("127.0.0.2 192.168.0.1 fc00::1 ::2 ::ffff:127.0.0.2 fe80::1") {
            assert!(!reach.admits(address), "{address}");
        }
        // Who allows one form of an IPv4 address has not allowed the address.
        let mapped = Reach::read("::/0").unwrap();
        assert!(!mapped.admits("::ffff:10.0.0.1".parse().unwrap()));
    }

    #[test]
    fn networks_are_read_and_others_refused() {
        assert_eq!(Reach::read(" "), Some(Reach::default()));
        assert!(Reach::read(&["::1"; 100].join(",")).is_some());
        for wrong in [
            "10.0.0.0/33",
            "10.0.0/8",
            "localhost",
            "10.0.0.0/8,",
            "10.0.0.0/8 127.0.0.1",
            "fd00::/129",
            "[::1]",
            "127.0.0.1:80",
        ] {
            assert_eq!(Reach::read(wrong), None, "{wrong}");
        }
        assert_eq!(Reach::read(&["::1"; 101].join(",")), None);
    }
}
