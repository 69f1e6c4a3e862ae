//! The address: which URLs a connection may consist of.

/// A URL taken apart as far as the checks need it.
pub struct Address<'a> {
    pub secure: bool,
    /// Host without port; an IPv6 address keeps its brackets.
    pub host: &'a str,
    /// `scheme://host:port`, as it was written.
    pub origin: &'a str,
    pub has_fragment: bool,
}

impl<'a> Address<'a> {
    /// Reads an absolute http or https URL. `None` for anything else, and for what browsers would read
    /// differently from how it looks: user names, backslashes, spaces, control characters.
    pub fn parse(url: &'a str) -> Option<Self> {
        if url.chars().any(|c| c <= ' ' || c == '\u{7f}' || c == '\\') {
            return None;
        }
        let (secure, rest) = match url.strip_prefix("https://") {
            Some(rest) => (true, rest),
            None => (false, url.strip_prefix("http://")?),
        };
        let authority = rest.split(['/', '?', '#']).next()?;
        let (host, port) = match authority.rsplit_once(':') {
            Some((host, port)) if !port.contains(']') => (host, Some(port)),
            _ => (authority, None),
        };
        let port_is_number = port.is_none_or(|port| number(port).is_some());
        if host.is_empty() || host.contains('@') || !port_is_number {
            return None;
        }
        let origin = url.get(..url.len() - rest.len() + authority.len())?;
        Some(Self {
            secure,
            host,
            origin,
            has_fragment: rest.contains('#'),
        })
    }

    /// Whether it names this machine.
    pub fn is_loopback(&self) -> bool {
        // Letter by letter, as a browser reads it: to it `0127.0.0.1` is 87.0.0.1, and `127.0.0.+1` is a name.
        let mut octets = self.host.split('.');
        let v4 = octets.next() == Some("127")
            && octets.clone().count() == 3
            && octets.all(|part| number(part).is_some_and(|number| number < 256));
        v4 || self.host == "localhost" || self.host.ends_with(".localhost") || self.host == "[::1]"
    }

    /// https anywhere, http only to this machine (RFC 9700 section 2.6).
    pub fn is_allowed(&self) -> bool {
        self.secure || self.is_loopback()
    }
}

/// Digits and nothing else; `parse` takes a sign as well.
fn number(text: &str) -> Option<u16> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok())?
}

/// Whether `url` may be used for tokens and codes.
pub fn is_allowed(url: &str) -> bool {
    Address::parse(url).is_some_and(|address| address.is_allowed())
}

/// Whether `url` names this machine.
pub fn is_loopback(url: &str) -> bool {
    Address::parse(url).is_some_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn https_and_loopback_are_allowed() {
        for url in [
            "https://auth.calendly.com/oauth/token",
            "http://localhost:8787",
            "http://127.0.0.1:1/x?y",
            "http://[::1]:8787/",
            "http://a.localhost/",
        ] {
            assert!(is_allowed(url), "{url}");
        }
    }

    #[test]
    fn plain_http_other_schemes_and_disguises_are_not() {
        for url in [
            "",
            "http://calendly.com",
            "http://127.0.0.1.evil.test",
            "http://localhost.evil.test",
            "http://localhost@evil.test",
            "https://user:pass@calendly.com",
            "https://",
            "https://:80",
            "https://a b.test",
            "https://a.test\\@b.test",
            "https://a.test:port",
            "javascript:alert(1)",
            "//calendly.com",
            "ftp://localhost",
            "HTTPS://calendly.com\t",
        ] {
            assert!(!is_allowed(url), "{url}");
        }
    }

    #[test]
    fn what_a_browser_reads_as_another_host_is_not_this_machine() {
        for url in [
            "http://0127.0.0.1/",
            "http://127.0.0.+1/",
            "http://+127.0.0.1/",
            "http://127.0.0.256/",
            "http://127.0.0./",
            "http://127.1/",
        ] {
            assert!(!is_loopback(url) && !is_allowed(url), "{url}");
        }
        assert!(!is_allowed("https://a.test:+443/"));
        assert!(is_loopback("http://127.255.0.1:65535/"));
    }

    #[test]
    fn the_origin_is_what_stands_before_the_path() {
        assert_eq!(
            Address::parse("https://a.test:8443/x?y#z").unwrap().origin,
            "https://a.test:8443"
        );
        assert!(Address::parse("https://a.test/#").unwrap().has_fragment);
    }
}
