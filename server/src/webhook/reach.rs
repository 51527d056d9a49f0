//! Which addresses may be posted to.
//!
//! Public ones; and those in the networks that the installation allows. An IPv6 address that has
//! an IPv4 address in it is judged by that one, since that is where what is sent to it ends up:
//!
//! | form | what |
//! |---|---|
//! | `::ffff:0:0/96` `::/96` `::ffff:0:0:0/96` | mapped, compatible, translated |
//! | `64:ff9b::/96` `64:ff9b:1::/96` | NAT64, the well-known prefix and the first local one |
//! | `2002::/16` | 6to4 |
//! | `2001::/32` | Teredo; the client's address, inverted |

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

/// Most networks that may be allowed: each address is looked for in all of them.
const MOST_NETWORKS: usize = 100;

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
        let address = meant(address);
        is_public(address) || self.allowed.iter().any(|one| one.contains(&address))
    }
}

fn network(text: &str) -> Option<IpNet> {
    let text = text.trim();
    match text.parse::<IpAddr>() {
        Ok(address) => Some(address.into()),
        Err(_) => text.parse().ok(),
    }
}

/// Where what is sent to this address ends up.
fn meant(address: IpAddr) -> IpAddr {
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

fn is_public(address: IpAddr) -> bool {
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
