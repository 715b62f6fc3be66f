//! Backups, restoring, damage, moving from one engine to the other.

use std::fs;

use mockingbird::app::{BoardWish, Dispute, Guild};
use mockingbird::bank::Level;
use mockingbird::config::DatabaseUrl;
use mockingbird::interview::ExtendedTime;
use mockingbird::locale::Language;
use mockingbird::store::{BackupError, CopyError, GuildSetting, GuildSettings, Keys, OpenError, Setting, Store, restore};

use crate::boards::{attempt, members};
use crate::engines::{on_each_engine, on_pairs_of_engines, run_sql};
use crate::support::{Binary, NEW_YEAR, app_on, finish};

fn today() -> chrono::NaiveDate {
    "2026-01-01".parse().unwrap()
}

/// Fills a database: three people on a board, one hidden, a follow-up, objections, settings of a person and of a guild.
async fn fill(url: &DatabaseUrl) {
    let app = app_on(url).await;
    let people = members(&app, ["Ada", "Bob", "Cy"]).await;
    for (n, person) in (1..).zip(&people) {
        let first = attempt(person.id, "wren/song", today(), 9, n * 200);
        let mut follow_up = attempt(person.id, "wren/song", today(), 10, 50);
        (follow_up.attempt.parent, follow_up.attempt.follows) = (Some(first.attempt.id), Some("point".into()));
        let disputed = first.attempt.id;
        app.store.record(&[first, follow_up, attempt(person.id, "owl/night", today(), 11, 500)]).await.unwrap();
        assert!(matches!(app.dispute(person, disputed, "It was right.").await.unwrap(), Dispute::Stored { before: false, .. }));
    }
    app.set_hidden(7, &people[1], true).await.unwrap();
    for setting in
        [Setting::Zone(chrono_tz::Tz::Asia__Kolkata), Setting::Level(Some(Level::Senior)), Setting::ExtendedTime(ExtendedTime::Double)]
    {
        app.set(&people[0], setting).await.unwrap();
    }
    let guild = Guild { id: 7, installed: true, display_name: "Ada".into() };
    for setting in [GuildSetting::Language(Some(Language::German)), GuildSetting::Channels(vec![5, i64::MIN])] {
        app.set_guild(&guild, &people[0], &setting).await.unwrap();
    }
    app.store.close().await;
}

/// What a database says of itself: its board of all time, everything about everybody, the settings of the guild.
async fn told(url: &DatabaseUrl) -> (Vec<mockingbird::app::Standing>, Vec<serde_json::Value>, GuildSettings) {
    let app = app_on(url).await;
    assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
    let mut exports = Vec::new();
    for name in ["Ada", "Bob", "Cy"] {
        exports.push(app.export(&crate::support::person(&app, name).await).await.unwrap());
    }
    let ada = crate::support::person(&app, "Ada").await;
    assert_eq!((ada.level, ada.extended_time), (Some(Level::Senior), ExtendedTime::Double));
    let settings = app.guild_settings(7).await.unwrap();
    assert_eq!((settings.language, settings.channels.len()), (Some(Language::German), 2));
    let lines = app.board(7, &ada, &BoardWish::default()).await.unwrap().lines;
    app.store.close().await;
    (lines, exports, settings)
}

#[tokio::test]
async fn a_backup_is_made_beside_the_running_bot_and_put_back() {
    on_each_engine(async |url| {
        fill(&url).await;
        let before = told(&url).await;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("scores.backup");
        let store = Store::open(&url).await.unwrap();
        let backup = store.back_up(&file).await.unwrap();
        assert_eq!((backup.attempts, backup.people), (9, 3));
        assert!(matches!(store.back_up(&file).await, Err(BackupError::Exists(_))));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the backup is one file, and nothing lies beside it");

        if url.is_postgres() {
            let error = restore(&file, &url, chrono::DateTime::UNIX_EPOCH).await.unwrap_err();
            assert!(matches!(error, BackupError::Copy(CopyError::NotEmpty)), "{error}");
            for table in ["guild", "person"] {
                run_sql(&url, &format!("delete from {table}")).await;
            }
        } else {
            let error = restore(&file, &url, chrono::DateTime::UNIX_EPOCH).await.unwrap_err();
            assert!(matches!(error, BackupError::InUse(_)), "{error}");
            run_sql(&url, "delete from attempt").await;
        }
        store.close().await;
        let bytes = fs::read(&file).unwrap();
        let (held, old) = restore(&file, &url, chrono::DateTime::UNIX_EPOCH).await.unwrap();
        assert_eq!((held, old.is_some()), (backup, !url.is_postgres()));
        assert_eq!(fs::read(&file).unwrap(), bytes, "restoring leaves the backup as it is");
        assert_eq!(told(&url).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_is_no_backup_is_not_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::new(format!("sqlite:{}", folder.path().join("test.db").display()));
    fill(&url).await;
    let before = told(&url).await;
    let store = Store::open(&url).await.unwrap();
    let file = folder.path().join("backup");
    store.back_up(&file).await.unwrap();
    store.close().await;
    let good = fs::read(&file).unwrap();
    let bad = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut bent = good.clone();
    for byte in bent.iter_mut().skip(8192).step_by(97) {
        *byte ^= 0xff;
    }
    for file in [bad("letter", b"Dear Sir"), bad("half", &good[..good.len() / 2]), bad("bent", &bent), folder.path().join("none")] {
        let error = restore(&file, &url, chrono::DateTime::UNIX_EPOCH).await.unwrap_err();
        assert!(matches!(error, BackupError::Damaged { .. } | BackupError::File { .. }), "{file:?}: {error}");
    }
    let newer = bad("newer", &good);
    run_sql(
        &DatabaseUrl::new(format!("sqlite:{}", newer.display())),
        "insert into _sqlx_migrations (version, description, success, checksum, execution_time)
         select 9999, 'future', success, checksum, execution_time from _sqlx_migrations where version = 1",
    )
    .await;
    assert!(matches!(restore(&newer, &url, chrono::DateTime::UNIX_EPOCH).await, Err(BackupError::Newer(_))));
    assert_eq!(told(&url).await, before, "the database is as it was");
}

#[tokio::test]
async fn everything_moves_to_the_other_engine_and_back() {
    on_pairs_of_engines(async |one, two| {
        fill(&one).await;
        let (from, to) = (Store::open(&one).await.unwrap(), Store::open(&two).await.unwrap());
        let copied = from.copy_to(&to).await.unwrap();
        assert_eq!((copied.people, copied.attempts), (3, 9));
        assert!(matches!(from.copy_to(&to).await, Err(CopyError::NotEmpty)));
        from.close().await;
        to.close().await;
        assert_eq!(told(&one).await, told(&two).await);
    })
    .await;
}

#[tokio::test]
async fn a_damaged_file_is_told_at_the_start_with_what_to_do() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("test.db");
    let url = DatabaseUrl::new(format!("sqlite:{}", path.display()));
    fill(&url).await;
    let store = Store::open(&url).await.unwrap();
    store.check().await.unwrap();
    store.close().await;
    let mut bytes = fs::read(&path).unwrap();
    let last = bytes.len() - 20_000;
    bytes[last..].fill(0x5a);
    fs::write(&path, bytes).unwrap();
    let error = match Store::open(&url).await {
        Ok(store) => store.with_keys(Keys::default()).check().await.unwrap_err().to_string(),
        Err(error @ (OpenError::Connect { .. } | OpenError::Migrate { .. } | OpenError::Chores { .. })) => error.to_string(),
        Err(other) => panic!("{other}"),
    };
    assert!(error.contains("damaged") || error.contains("malformed"), "{error}");
    let binary = Binary::new();
    let mut command = binary.command(&["run"]);
    let ran = finish(command.env("DATABASE_URL", url.expose()).env("DISCORD_TOKEN", "none"), b"");
    assert!(ran.code == 2 && (ran.err.contains("mockingbird restore FILE") || ran.err.contains("malformed")), "{ran:?}");
}

#[test]
fn a_backup_by_command_is_restored_by_command() {
    let binary = Binary::new();
    assert_eq!(binary.run(&["practice", "--topic", "penguin", "--count", "1"], b"It swims.").code, 0);
    let file = binary.home().join("b");
    let made = binary.run(&["backup", file.to_str().unwrap()], b"");
    assert!(made.code == 0 && made.out.contains("found it sound: 1 attempt of 1 person"), "{made:?}");
    assert_eq!(binary.run(&["delete", "--player", "ada"], b"").code, 0);
    let restored = binary.run(&["restore", file.to_str().unwrap()], b"");
    assert!(restored.code == 0 && restored.out.contains("scores.db.before-20260101T000000"), "{NEW_YEAR} {restored:?}");
    assert!(binary.run(&["scores"], b"").out.contains("penguin/wings"));
    let other = format!("sqlite:{}", binary.home().join("other.db").display());
    let copied = binary.run(&["copy-to", &other], b"");
    assert!(copied.code == 0 && copied.out.contains("1 attempts of 1 people"), "{copied:?}");
    let again = binary.run(&["copy-to", &other], b"");
    assert!(again.code == 2 && again.err.contains("not empty"), "{again:?}");
}
