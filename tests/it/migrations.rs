//! Databases of every earlier version, filled, brought up to date on both engines.

use std::fs;
use std::path::Path;

use mockingbird::app::{BoardWish, Value};
use mockingbird::config::DatabaseUrl;
use sqlx::migrate::Migrator;

use crate::engines::{all_text, on_each_engine, rows, run_sql};
use crate::support::app_on;

/// Makes a database as the program made it when its newest migration was `version`.
async fn as_of(url: &DatabaseUrl, version: u32) {
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap();
        if name[..4].parse::<u32>().unwrap() <= version {
            fs::copy(&path, folder.path().join(name)).unwrap();
        }
    }
    let migrator = Migrator::new(folder.path()).await.unwrap();
    if url.is_postgres() {
        migrator.run(&sqlx::PgPool::connect(url.expose()).await.unwrap()).await.unwrap();
    } else {
        let pool = sqlx::SqlitePool::connect(&format!("{}?mode=rwc", url.expose())).await.unwrap();
        migrator.run(&pool).await.unwrap();
        pool.close().await;
    }
}

/// An id as each engine writes it.
fn id(url: &DatabaseUrl, n: u32) -> String {
    if url.is_postgres() { format!("'00000000-0000-7000-8000-{n:012}'") } else { format!("X'0000000000007000800000000000{n:04}'") }
}

/// An attempt as version 1 wrote it: who, where, question, score, ranked, at which second, after which parent.
struct Old(u32, bool, &'static str, u16, bool, u32, Option<u32>);

fn filled(url: &DatabaseUrl) -> Vec<String> {
    let id = |n| id(url, n);
    let at = "'2025-12-31T10:00:00+00:00'";
    let mut sql = vec![
        format!("insert into person (id, time_zone, created_at) values ({}, 'Europe/Berlin', {at}), ({}, 'UTC', {at})", id(1), id(2)),
        format!(
            "insert into account (provider, external_id, person_id) values ('terminal', 'ada', {}), ('discord', '22', {})",
            id(1),
            id(2)
        ),
        format!("insert into guild (id, time_zone, created_at, left_at) values (7, 'UTC', {at}, null)"),
        format!(
            "insert into member (guild_id, person_id, display_name, hidden) values (7, {}, 'Ada', false), (7, {}, 'Bob', false)",
            id(1),
            id(2)
        ),
        format!(
            "insert into interview (id, person_id, guild_id, installed, source, topic, level, version, started_at) \
             values ({}, {}, 7, true, 'discord', null, 'mid', 3, {at})",
            id(50),
            id(1)
        ),
        format!(
            "insert into round (id, interview_id, position, question, status, hints, asked_at, closed_at) \
             values ({}, {}, 0, 'birds/birds/penguin/wings', 'answered', 1, {at}, {at})",
            id(60),
            id(50)
        ),
    ];
    let attempts = [
        Old(1, true, "wings", 400, true, 0, None),
        Old(1, true, "wings", 200, true, 1, Some(0)),
        Old(1, true, "wings", 1000, true, 2, None),
        Old(1, true, "song", 1000, false, 3, None),
        Old(1, false, "nest", 1000, true, 4, None),
        Old(2, true, "song", 700, true, 5, None),
    ];
    for (n, Old(who, installed, question, score, ranked, second, parent)) in (0..).zip(attempts) {
        let parent_id = parent.map_or("null".to_owned(), |parent| id(100 + parent));
        let follows = parent.map_or("null", |_| "'p'");
        sql.push(format!(
            "insert into attempt (id, person_id, guild_id, installed, bank, subject, concept, question, rubric_hash, source, score, points, \
             mistakes, ranked, hints, seconds, local_day, guild_day, parent_id, follows, created_at) values ({}, {}, 7, {installed}, 'birds', \
             'birds', 'penguin', '{question}', 'h', 'discord', {score}, '{{}}', '[]', {ranked}, 1, 9, '2025-12-31', null, {parent_id}, \
             {follows}, '2025-12-31T10:00:{second:02}+00:00')",
            id(100 + n),
            id(who)
        ));
        let body = if url.is_postgres() { "'\\x4974'" } else { "X'4974'" };
        sql.push(format!("insert into answer (attempt_id, body, key_id, created_at) values ({}, {body}, null, {at})", id(100 + n)));
    }
    sql
}

#[tokio::test]
async fn a_filled_database_of_version_1_keeps_everything_and_gets_its_boards() {
    on_each_engine(async |url| {
        as_of(&url, 1).await;
        for statement in filled(&url) {
            run_sql(&url, &statement).await;
        }
        let app = app_on(&url).await;
        let verified = app.store.verify(false).await.unwrap();
        assert_eq!((verified.told, verified.attempts), (Vec::new(), 4));
        // First attempts are rated as if they had been then: Ada's at two questions, and not what was only recited.
        let firsts = ["wings", "nest", "song"].map(|name| format!("birds/birds/penguin/{name}").parse().unwrap());
        let ratings = app.store.difficulties().await.unwrap();
        assert_eq!(
            firsts.map(|key| ratings.get(&key).map(|it| (it.attempts, it.millionths.signum()))),
            [Some((1, 1)), Some((1, -1)), Some((1, -1))]
        );
        assert_eq!((rows(&url, "attempt").await, rows(&url, "answer").await, rows(&url, "chore").await), (6, 6, 0));
        let ada = crate::support::person(&app, "ada").await;
        let board = app.board(7, &ada, &BoardWish::default()).await.unwrap();
        let lines: Vec<_> = board.lines.iter().map(|line| (line.name.as_str(), line.value, line.questions)).collect();
        // Ada's first attempt and its follow-up, less a hint; her repeat, her recital and what she did elsewhere do not count.
        assert_eq!(lines, [("Bob", Value::Points(60), 1), ("Ada", Value::Points(50), 1)]);
        let records: Vec<_> = app.records(&ada).await.unwrap().into_iter().map(|it| (it.question.question, it.attempts, it.best)).collect();
        assert_eq!(
            records.iter().map(|it| (it.0.as_str(), it.1, it.2.thousandths())).collect::<Vec<_>>(),
            [("nest", 1, 1000), ("song", 1, 1000), ("wings", 2, 1000)]
        );
        assert_eq!(app.export(&ada).await.unwrap()["kept"]["attempts"][0]["answer"], "It");
        app.store.close().await;
        // Opening it again finds nothing left to do.
        let app = app_on(&url).await;
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

/// Sums as version 9 kept them, of the ledger that version 1 has: lines on boards, tallies and records.
fn sums_of_version_9(url: &DatabaseUrl) -> Vec<String> {
    let id = |n| id(url, n);
    let mut sql = vec![
        "delete from chore".to_owned(),
        "update attempt set guild_day = local_day where installed".to_owned(),
        "update attempt set counted = true where installed and ranked and parent_id is null and seconds = 9".to_owned(),
        // Her second attempt at a question on that day is practice.
        format!("update attempt set counted = false where id = {}", id(102)),
    ];
    // Ada: 400 and 200 less a hint; Bob: 700 less a hint.
    for (who, points, total) in [(1, 50, 500), (2, 60, 600)] {
        for topic in ["", "birds/birds", "birds/birds/penguin"] {
            for (period, starts) in [("day", "2025-12-31"), ("week", "2025-12-29"), ("month", "2025-12-01"), ("all", "1970-01-01")] {
                sql.push(format!(
                    "insert into standing (guild_id, person_id, topic, period, starts, shown, points, questions, total, answers, \
                     before_total, before_answers) values (7, {}, '{topic}', '{period}', '{starts}', true, {points}, 1, {total}, 1, 0, 0)",
                    id(who)
                ));
            }
        }
    }
    let best = |points| format!("'2025-12-29', {points}, '2025-12-01', {points}, {points}");
    for (who, question, best) in [(1, "wings", best(50)), (1, "song", "null, null, null, null, null".to_owned()), (2, "song", best(60))] {
        sql.push(format!(
            "insert into tally (guild_id, person_id, question, last_day, week, week_points, month, month_points, all_points) \
             values (7, {}, 'birds/birds/penguin/{question}', '2025-12-31', {best})",
            id(who)
        ));
    }
    for (who, question, attempts, latest, last) in
        [(1, "wings", 2, 1000, 2), (1, "song", 1, 1000, 3), (1, "nest", 1, 1000, 4), (2, "song", 1, 700, 5)]
    {
        sql.push(format!(
            "insert into record (person_id, question, attempts, best, latest, latest_id, latest_at, latest_day) values ({}, \
             'birds/birds/penguin/{question}', {attempts}, {latest}, {latest}, {}, '2025-12-31T10:00:{last:02}+00:00', '2025-12-31')",
            id(who),
            id(100 + last)
        ));
    }
    sql
}

#[tokio::test]
async fn sums_of_version_9_are_kept_as_they_are_when_their_tables_are_made_anew() {
    const CLUSTERED: &str = "select name from sqlite_master where sql like '%without rowid%' order by name";
    const ROOM: &str = "select relname::text from pg_class where reloptions::text like '%fillfactor%' order by relname";
    on_each_engine(async |url| {
        as_of(&url, 9).await;
        for statement in filled(&url).into_iter().chain(sums_of_version_9(&url)) {
            run_sql(&url, &statement).await;
        }
        // Nothing is left for the program to sum up, so that whatever is lost on the way stays lost.
        let app = app_on(&url).await;
        let verified = app.store.verify(false).await.unwrap();
        assert_eq!((verified.told, verified.attempts), (Vec::new(), 4));
        assert_eq!((rows(&url, "standing").await, rows(&url, "tally").await, rows(&url, "record").await), (24, 3, 4));
        let ada = crate::support::person(&app, "ada").await;
        let board = app.board(7, &ada, &BoardWish::default()).await.unwrap();
        assert_eq!(
            board.lines.iter().map(|line| (line.name.as_str(), line.value)).collect::<Vec<_>>(),
            [("Bob", Value::Points(60)), ("Ada", Value::Points(50))]
        );
        let own = all_text(&url, if url.is_postgres() { ROOM } else { CLUSTERED }).await;
        assert_eq!(own, ["record", "standing", "tally"], "each engine has the clause of its own");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn a_migration_that_was_changed_afterwards_is_refused() {
    on_each_engine(async |url| {
        app_on(&url).await.store.close().await;
        let bent = if url.is_postgres() { "'\\x00'" } else { "X'00'" };
        run_sql(&url, &format!("update _sqlx_migrations set checksum = {bent} where version = 1")).await;
        let error = mockingbird::store::Store::open(&url).await.unwrap_err().to_string();
        assert!(error.contains("cannot bring the database") && error.contains("nothing was changed"), "{error}");
    })
    .await;
}
