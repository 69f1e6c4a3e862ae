//! The address that a webhook subscription names, and whether the sandbox may call it.

use std::net::IpAddr;

use super::params::decode;

/// An `http` or `https` address in its parts.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub struct CallbackUrl {
    pub secure: bool,
    /// Host and port as they were written: what goes into the `Host` header.
    pub authority: String,
    /// In lower case; without the brackets of an IPv6 address.
    pub host: String,
    pub port: u16,
    /// Path and query, from the first slash on.
    pub target: String,
}

impl CallbackUrl {
    /// Reads an address. User names, fragments and anything but visible ASCII are refused, so that what is sent is
    /// what was read.
    pub fn parse(text: &str) -> Option<Self> {
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains(['#', '\\']) {
            return None;
        }
        let (secure, rest) = match text.split_once("://")? {
            ("https", rest) => (true, rest),
            ("http", rest) => (false, rest),
            _ => return None,
        };
        let end = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, path) = rest.split_at_checked(end)?;
        let (host, port) = match authority.strip_prefix('[') {
            Some(inner) => {
                let (host, port) = inner.split_once(']')?;
                host.parse::<std::net::Ipv6Addr>().ok()?;
                (
                    host,
                    port.strip_prefix(':').or(port.is_empty().then_some("")),
                )
            }
            None => match authority.split_once(':') {
                Some((host, port)) => (host, Some(port)),
                None => (authority, Some("")),
            },
        };
        let port = match port? {
            "" if secure => 443,
            "" => 80,
            port => port.parse().ok()?,
        };
        let plain = |letter: char| letter.is_ascii_alphanumeric() || "-._:".contains(letter);
        if host.is_empty() || !host.chars().all(plain) || decode(host, false) != host {
            return None;
        }
        Some(Self {
            secure,
            authority: authority.to_owned(),
            host: host.to_ascii_lowercase(),
            port,
            target: if path.starts_with('/') {
                path.to_owned()
            } else {
                format!("/{path}")
            },
        })
    }

    /// Whether it can lead nowhere but to this machine: `localhost`, a name below it, or a loopback address.
    pub fn is_loopback(&self) -> bool {
        self.is_localhost()
            || self
                .host
                .parse::<IpAddr>()
                .is_ok_and(|address| address.is_loopback())
    }

    /// Whether the name is `localhost` or below it (RFC 6761 6.3).
    pub fn is_localhost(&self) -> bool {
        self.host == "localhost" || self.host.ends_with(".localhost")
    }

    /// Whether the sandbox calls it: plain HTTP on this machine. It never calls out to a network.
    pub fn is_called(&self) -> bool {
        !self.secure && self.is_loopback()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_apart() {
        let url = CallbackUrl::parse("http://LOCALHOST:9000/hook?a=b").unwrap();
        assert_eq!((url.host.as_str(), url.port), ("localhost", 9000));
        assert_eq!(
            (url.authority.as_str(), url.target.as_str()),
            ("LOCALHOST:9000", "/hook?a=b")
        );
        let url = CallbackUrl::parse("https://example.com?x").unwrap();
        assert_eq!((url.port, url.target.as_str()), (443, "/?x"));
        let url = CallbackUrl::parse("http://[::1]:81").unwrap();
        assert_eq!(
            (url.host.as_str(), url.port, url.target.as_str()),
            ("::1", 81, "/")
        );
    }

    #[test]
    fn only_plain_http_to_this_machine_is_called() {
        for (text, called) in [
            ("http://localhost/", true),
            ("http://hooks.localhost:8080/", true),
            ("http://127.0.0.1:1", true),
            ("http://127.8.9.1", true),
            ("http://[::1]/", true),
            ("https://localhost/", false),
            ("http://127.0.0.1.example.com/", false),
            ("http://127.example/", false),
            ("http://10.0.0.1/", false),
            ("http://0.0.0.0/", false),
            ("https://example.com/hook", false),
        ] {
            let url = CallbackUrl::parse(text).unwrap();
            assert_eq!(url.is_called(), called, "{text}");
        }
    }

    #[test]
    fn what_is_no_plain_address_is_refused() {
        for text in [
            "",
            "example.com",
            "ftp://example.com",
            "http://",
            "http://a@b/",
            "http://a b/",
            "http://a:99999/",
            "http://a:b/",
            "http://[::1",
            "http://[::1]x/",
            "http://[localhost]/",
            "http://a/\r\nx: y",
            "http://a/#x",
            "http://ä/",
            "http://%6c/",
        ] {
            assert_eq!(CallbackUrl::parse(text), None, "{text}");
        }
    }
}
