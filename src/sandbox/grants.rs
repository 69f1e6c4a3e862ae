//! Codes and tokens that were issued, grouped by the grant they belong to.

use jiff::Timestamp;

use super::instant::plus_seconds;

/// An authorization code; it stays known after its use so that a second use can be told from a wrong code.
#[derive(Clone)]
pub struct Code {
    pub value: String,
    pub client: String,
    pub user: String,
    pub redirect_uri: String,
    pub challenge: String,
    pub scopes: Vec<String>,
    pub expires_at: Timestamp,
    /// The grant made from it, once it has been used.
    pub grant: Option<u64>,
}

/// An access token.
#[derive(Clone)]
pub struct Access {
    pub value: String,
    pub grant: u64,
    pub user: String,
    pub scopes: Vec<String>,
    pub expires_at: Timestamp,
    pub revoked: bool,
}

/// A refresh token: single use.
#[derive(Clone)]
pub struct Refresh {
    pub value: String,
    pub grant: u64,
    pub client: String,
    pub user: String,
    pub scopes: Vec<String>,
    pub used: bool,
    pub revoked: bool,
}

/// All of them.
#[derive(Clone, Default)]
pub struct Grants {
    pub codes: Vec<Code>,
    pub access: Vec<Access>,
    pub refresh: Vec<Refresh>,
    /// When tokens were issued, by user: at most eight a minute.
    issued: Vec<(String, Timestamp)>,
    last: u64,
}

/// Tokens that one user may be issued within a minute, over all applications.
pub const TOKENS_PER_MINUTE: usize = 8;

impl Grants {
    /// The number of a new grant.
    pub fn open(&mut self) -> u64 {
        self.last += 1;
        self.last
    }

    /// Id of the client that a grant was given to.
    pub fn client_of(&self, grant: u64) -> Option<String> {
        self.refresh
            .iter()
            .find(|token| token.grant == grant)
            .map(|token| token.client.clone())
    }

    /// Ends a grant: nothing issued from it works any more.
    pub fn kill(&mut self, grant: u64) {
        for token in self.access.iter_mut().filter(|token| token.grant == grant) {
            token.revoked = true;
        }
        for token in self.refresh.iter_mut().filter(|token| token.grant == grant) {
            token.revoked = true;
        }
    }

    /// Counts a token for the user, or gives the seconds until the next one is allowed.
    pub fn count_token(&mut self, user: &str, now: Timestamp) -> Result<(), i64> {
        let recent: Vec<Timestamp> = self
            .issued
            .iter()
            .filter(|(who, at)| who == user && plus_seconds(*at, 60) > now && *at <= now)
            .map(|(_, at)| *at)
            .collect();
        if recent.len() >= TOKENS_PER_MINUTE {
            let first = recent.first().copied().unwrap_or(now);
            return Err(plus_seconds(first, 60).as_second() - now.as_second());
        }
        self.issued.push((user.to_owned(), now));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ninth_token_within_a_minute_is_refused() {
        let mut grants = Grants::default();
        let start = Timestamp::UNIX_EPOCH;
        for second in 0..8 {
            let at = plus_seconds(start, second);
            assert_eq!(grants.count_token("mira", at), Ok(()));
        }
        assert_eq!(grants.count_token("mira", plus_seconds(start, 10)), Err(50));
        assert_eq!(grants.count_token("dana", plus_seconds(start, 10)), Ok(()));
        assert_eq!(grants.count_token("mira", plus_seconds(start, 60)), Ok(()));
    }
}
