//! Ids of our own: UUID version 7 (RFC 9562), in order of time.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

macro_rules! id {
    ($(#[doc = $doc:expr])* $name:ident) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, sqlx::Type)]
        #[sqlx(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id, made at `now`.
            #[must_use]
            pub fn new(now: DateTime<Utc>) -> Self {
                let millis = u64::try_from(now.timestamp_millis()).unwrap_or(0);
                Self(uuid::Builder::from_unix_timestamp_millis(millis, &rand::random()).into_uuid())
            }

            /// The id before all others.
            pub const FIRST: Self = Self(Uuid::nil());

            /// Its sixteen bytes.
            #[must_use]
            pub fn as_bytes(&self) -> &[u8; 16] {
                self.0.as_bytes()
            }
        }

        impl fmt::Display for $name {
            /// 32 hexadecimal digits.
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0.simple(), f)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;

            fn from_str(text: &str) -> Result<Self, uuid::Error> {
                Uuid::try_parse(text).map(Self)
            }
        }
    };
}

id!(
    /// A human being.
    PersonId
);
id!(
    /// A run of questions for one person.
    InterviewId
);
id!(
    /// One question of an interview.
    RoundId
);
id!(
    /// A study group's session.
    SessionId
);
id!(
    /// One graded answer.
    AttemptId
);
id!(
    /// A question a day in a channel.
    DailyId
);
id!(
    /// A message of a daily.
    PostId
);
id!(
    /// An objection to a verdict.
    DisputeId
);
