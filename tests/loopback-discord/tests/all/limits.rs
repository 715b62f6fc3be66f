//! Rate limits with their headers.

use std::time::Duration;

use loopback_discord::{Loopback, RateLimits};
use serde_json::json;

use crate::bot::Rest;

#[tokio::test]
async fn a_full_bucket_says_how_long_to_wait() {
    let discord = Loopback::start().await;
    let guild = discord.guild("Study");
    let (one, other) = (guild.channel("one"), guild.channel("other"));
    let rest = Rest::new(&discord);
    let route = "/channels/{channel_id}/messages";
    discord.rate_limits(RateLimits::default().route("POST", route, 2, Duration::from_millis(300)));
    let send = async |channel: u64| {
        let path = format!("/channels/{channel}/messages");
        rest.request("POST", &path).json(&json!({"content": "x"})).send().await.unwrap()
    };
    let first = send(one.id()).await;
    assert_eq!(first.headers()["x-ratelimit-limit"], "2");
    assert_eq!(first.headers()["x-ratelimit-remaining"], "1");
    assert_eq!(send(one.id()).await.headers()["x-ratelimit-remaining"], "0");
    let refused = send(one.id()).await;
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-ratelimit-scope"], "user");
    let wait: f64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
    let body: serde_json::Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(body["global"], false);
    assert!(wait > 0.0 && wait < 0.4, "{wait}");
    // Another channel has a bucket of its own, of the same name.
    assert_eq!(send(other.id()).await.headers()["x-ratelimit-bucket"], first.headers()["x-ratelimit-bucket"]);
    tokio::time::sleep(Duration::from_secs_f64(wait)).await;
    assert_eq!(send(one.id()).await.status(), 200);
    assert_eq!(discord.too_many_requests(), 1);
    assert!(discord.violations().is_empty());
}

#[tokio::test]
async fn the_global_limit_is_for_all_routes_together() {
    let discord = Loopback::start().await;
    discord.rate_limits(RateLimits::default().global(3));
    let rest = Rest::new(&discord);
    for path in ["/users/@me", "/gateway/bot", "/applications/@me"] {
        assert_eq!(rest.get(path).await.0, 200);
    }
    let refused = rest.request("GET", "/users/@me").send().await.unwrap();
    assert_eq!(refused.status(), 429);
    assert_eq!(refused.headers()["x-ratelimit-global"], "true");
    assert_eq!(refused.headers()["x-ratelimit-scope"], "global");
}
