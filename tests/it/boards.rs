//! Boards, and the sums behind them, on both engines.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use mockingbird::app::{Action, App, Board, BoardWish, Guild, Outcome, Value, Wish};
use mockingbird::bank::{Level, QuestionKey};
use mockingbird::board::{By, Period};
use mockingbird::clock::Clock;
use mockingbird::grade::Score;
use mockingbird::store::{Account, Attempt, AttemptId, GuildSetting, NewAttempt, Person, PersonId, Provider};
use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng};

use crate::engines::{on_each_engine, run_sql};
use crate::support::{app_on, begin, report};

pub(crate) const GUILD: i64 = 7;
/// The first day of most tests: a Thursday.
const DAY: &str = "2026-01-01";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(day: NaiveDate, hour: u32) -> DateTime<Utc> {
    day.and_hms_opt(hour, 0, 0).unwrap().and_utc()
}

/// An attempt in [`GUILD`] as an interview would write it.
pub(crate) fn attempt(by: PersonId, question: &str, day: NaiveDate, hour: u32, score: u16) -> NewAttempt {
    let created_at = at(day, hour);
    let question: QuestionKey = format!("standard/birds/{question}").parse().unwrap();
    let attempt = Attempt {
        id: AttemptId::new(created_at),
        person: by,
        guild: Some(GUILD),
        installed: true,
        round: None,
        question,
        rubric_hash: "h".into(),
        source: "test".into(),
        score: Score::from_thousandths(score),
        points: [("point".to_owned(), Score::from_thousandths(score))].into(),
        mistakes: Vec::new(),
        ranked: true,
        hints: 0,
        seconds: 60,
        local_day: day,
        streak_day: day,
        guild_day: Some(day),
        interaction: None,
        parent: None,
        follows: None,
        created_at,
        level: Some(Level::Junior),
    };
    NewAttempt { attempt, answer: "It swims.".into() }
}

/// A follow-up an hour after its parent.
fn follow_up(parent: &NewAttempt, score: u16) -> NewAttempt {
    let mut it = parent.clone();
    it.attempt.created_at += TimeDelta::hours(1);
    it.attempt.id = AttemptId::new(it.attempt.created_at);
    (it.attempt.parent, it.attempt.follows) = (Some(parent.attempt.id), Some("point".into()));
    it.attempt.score = Score::from_thousandths(score);
    it
}

/// Somebody who came so many milliseconds after the first one: equals on a board stand in the order in which they came.
async fn newcomer(app: &App, name: &str, after: i64) -> Person {
    let account = Account { provider: Provider::Terminal, external_id: name.to_owned() };
    app.store.person_or_new(&account, chrono_tz::Tz::UTC, app.clock.now() + TimeDelta::milliseconds(after)).await.unwrap()
}

/// People who have been seen in [`GUILD`].
pub(crate) async fn members<const N: usize>(app: &App, names: [&str; N]) -> [Person; N] {
    let mut people = Vec::new();
    for (n, name) in (0..).zip(names) {
        let person = newcomer(app, name, n).await;
        app.visit(&Guild { id: GUILD, installed: true, display_name: name.to_owned() }, &person).await.unwrap();
        people.push(person);
    }
    people.try_into().unwrap_or_else(|_| panic!("as many people as names"))
}

async fn app_at(url: &mockingbird::config::DatabaseUrl, day: NaiveDate) -> App {
    App { clock: Clock::parse(&format!("{}@0", at(day, 12).timestamp())).unwrap(), ..app_on(url).await }
}

fn lines(board: &Board) -> Vec<(i64, &str, Value)> {
    board.lines.iter().map(|line| (line.rank, line.name.as_str(), line.value)).collect()
}

fn by(period: Period, by: By) -> BoardWish {
    BoardWish { period, by, ..BoardWish::default() }
}

#[tokio::test]
async fn a_board_ranks_the_best_score_on_each_question_and_shares_ranks() {
    on_each_engine(async |url| {
        let app = app_on(&url).await;
        let mut people = Vec::new();
        for (n, name) in (0..).zip(["ada", "bob", "cy", "dee"]) {
            let person = newcomer(&app, name, n).await;
            let guild = Guild { id: GUILD, installed: name != "dee", display_name: name.to_uppercase() };
            app.visit(&guild, &person).await.unwrap();
            people.push((person, guild));
        }
        // Bob and Cy are level; Dee answers where the app is no member; Ada's second answer of the day is practice.
        for (who, topic, text) in [
            (0, "mockingbird", "It imitates birds and sings at night"),
            (0, "mockingbird", "sings at night"),
            (1, "penguin", "It swims."),
            (2, "penguin", "It cannot fly."),
            (3, "penguin", "It swims and cannot fly."),
        ] {
            let (person, guild) = &people[who];
            let wish = Wish { topic: Some(topic.into()), count: 1, guild: Some((guild.id, guild.installed)), seed: 3, ..Wish::default() };
            let started = begin(&app, person, &Wish { source: "terminal", ..wish }).await;
            let answer = Action::Answer { round: 0, text: text.into(), interaction: None };
            assert!(matches!(app.play(person, started.id, &answer).await.unwrap(), Outcome::Verdict(_)));
        }
        let board = app.board(GUILD, &people[1].0, &BoardWish::default()).await.unwrap();
        // A penguin is a senior's question and weighs three times as much.
        assert_eq!(lines(&board), [(1, "BOB", Value::Points(165)), (1, "CY", Value::Points(165)), (3, "ADA", Value::Points(100))]);
        assert_eq!(board.lines.iter().map(|line| (line.is_you, line.questions)).collect::<Vec<_>>(), [(true, 1), (false, 1), (false, 1)]);
        assert!(board.around_you.is_empty());
        let ada = app.board(GUILD, &people[0].0, &BoardWish { topic: Some("mockingbird".into()), ..BoardWish::default() }).await.unwrap();
        assert_eq!((lines(&ada), ada.topic.as_deref()), (vec![(1, "ADA", Value::Points(100))], Some("The mockingbird")));
        assert!(app.board(8, &people[0].0, &BoardWish::default()).await.unwrap().lines.is_empty());
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_first_answer_of_a_day_counts_and_the_best_day_of_a_window_does() {
    on_each_engine(async |url| {
        let first = day(DAY);
        let app = app_at(&url, first + Days::new(1)).await;
        let [ada] = members(&app, ["Ada"]).await;
        let hinted = {
            let mut it = attempt(ada.id, "wren/song", first, 9, 500);
            it.attempt.hints = 2;
            it
        };
        // 300 after two hints, 500 with a follow-up; the repeat of the day is practice, a recital takes the next day.
        let mut recited = attempt(ada.id, "owl/night", first + Days::new(1), 8, 1000);
        recited.attempt.ranked = false;
        let ledger = [
            hinted.clone(),
            follow_up(&hinted, 200),
            attempt(ada.id, "wren/song", first, 11, 1000),
            attempt(ada.id, "wren/song", first + Days::new(1), 9, 400),
            recited,
            attempt(ada.id, "owl/night", first + Days::new(1), 9, 1000),
        ];
        app.store.record(&ledger).await.unwrap();
        for (period, points, answers) in [(Period::Day, 40, 1), (Period::Week, 50, 2), (Period::Month, 50, 2), (Period::All, 50, 2)] {
            let board = app.board(GUILD, &ada, &by(period, By::Points)).await.unwrap();
            let line = &board.lines[0];
            assert_eq!((line.value, line.questions, line.answers), (Value::Points(points), 1, answers), "{period:?}");
        }
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;

        // Two days later the day's board is empty, and the week's begins anew on Monday.
        let app = app_at(&url, first + Days::new(3)).await;
        assert!(app.board(GUILD, &ada, &by(Period::Day, By::Points)).await.unwrap().lines.is_empty());
        assert_eq!(app.board(GUILD, &ada, &by(Period::Week, By::Points)).await.unwrap().lines.len(), 1);
        let app = app_at(&url, first + Days::new(4)).await;
        assert!(app.board(GUILD, &ada, &by(Period::Week, By::Points)).await.unwrap().lines.is_empty());
        assert_eq!(app.board(GUILD, &ada, &by(Period::All, By::Points)).await.unwrap().lines.len(), 1);
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn an_average_needs_five_answers_and_an_improvement_as_many_in_the_window_before() {
    on_each_engine(async |url| {
        let (monday, next) = (day("2026-01-05"), day("2026-01-12"));
        let app = app_at(&url, next + Days::new(6)).await;
        let [ada, bob] = members(&app, ["Ada", "Bob"]).await;
        let mut ledger = Vec::new();
        for n in 0..5 {
            ledger.push(attempt(ada.id, "wren/song", monday + Days::new(n), 9, 400));
            ledger.push(attempt(ada.id, "wren/song", next + Days::new(n), 9, if n == 0 { 501 } else { 600 }));
            ledger.push(attempt(bob.id, "wren/song", next + Days::new(n), 9, 700));
        }
        ledger.sort_by_key(|new| new.attempt.created_at);
        app.store.record(&ledger[..ledger.len() - 1]).await.unwrap();
        let averages = app.board(GUILD, &ada, &by(Period::Week, By::Average)).await.unwrap();
        assert_eq!(lines(&averages), [(1, "Ada", Value::Average(580))], "Bob's four answers make no average");
        app.store.record(&ledger[ledger.len() - 1..]).await.unwrap();
        let averages = app.board(GUILD, &ada, &by(Period::Week, By::Average)).await.unwrap();
        assert_eq!(lines(&averages), [(1, "Bob", Value::Average(700)), (2, "Ada", Value::Average(580))]);
        let better = app.board(GUILD, &ada, &by(Period::Week, By::Improvement)).await.unwrap();
        assert_eq!(lines(&better), [(1, "Ada", Value::Improvement(180))]);
        let of_all_time = app.board(GUILD, &ada, &by(Period::All, By::Improvement)).await.unwrap();
        assert_eq!(of_all_time.wish.period, Period::Month, "before all time there was nothing");
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn pages_ranks_and_neighbours_agree_and_who_hides_or_left_is_on_none() {
    on_each_engine(async |url| {
        let app = app_at(&url, day(DAY)).await;
        let names: Vec<String> = (0..25).map(|n| format!("p{n:02}")).collect();
        let people = members::<25>(&app, names.iter().map(String::as_str).collect::<Vec<_>>().try_into().unwrap()).await;
        // Groups of three have the same points.
        for (n, who) in (0_u16..).zip(&people) {
            app.store.record(&[attempt(who.id, "wren/song", day(DAY), 9, 1000 - n / 3 * 100)]).await.unwrap();
        }
        let page = async |who: &Person, page: u32| app.board(GUILD, who, &BoardWish { page, ..BoardWish::default() }).await.unwrap();
        let mut all = Vec::new();
        for n in 0..3 {
            let board = page(&people[0], n).await;
            assert_eq!((board.pages, board.people, board.wish.page), (3, 25, n));
            all.extend(board.lines);
        }
        assert_eq!(all.iter().map(|line| &line.name).collect::<Vec<_>>(), names.iter().collect::<Vec<_>>());
        let ranks: Vec<i64> = all.iter().map(|line| line.rank).collect();
        assert_eq!(ranks, (0..25).map(|n| n / 3 * 3 + 1).collect::<Vec<i64>>());
        let last = page(&people[24], 0).await;
        let around: Vec<_> = last.around_you.iter().map(|line| (line.rank, line.name.as_str(), line.is_you)).collect();
        assert_eq!(around, [(22, "p23", false), (25, "p24", true)]);
        assert_eq!(page(&people[24], 99).await.wish.page, 2, "there is no page after the last");
        let middle = page(&people[12], 0).await.around_you;
        assert_eq!(middle.iter().map(|line| (line.rank, line.name.as_str())).collect::<Vec<_>>(), [(10, "p11"), (13, "p12"), (13, "p13")]);

        assert!(app.set_hidden(GUILD, &people[0], true).await.unwrap());
        app.set_present(GUILD, people[1].id, false).await.unwrap();
        let board = page(&people[0], 0).await;
        assert_eq!((board.people, board.lines[0].name.as_str(), board.lines[0].rank), (23, "p02", 1));
        assert!(board.you_hide && board.around_you.is_empty());
        // What the hidden answer later stays hidden, and whoever comes back is there again.
        app.store.record(&[attempt(people[0].id, "owl/night", day(DAY), 10, 900)]).await.unwrap();
        assert_eq!(page(&people[0], 0).await.people, 23);
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.set_hidden(GUILD, &people[0], false).await.unwrap();
        app.visit(&Guild { id: GUILD, installed: true, display_name: "back".into() }, &people[1]).await.unwrap();
        let board = page(&people[0], 0).await;
        assert_eq!((board.people, board.lines[0].value, board.lines[1].name.as_str()), (25, Value::Points(190), "back"));
        app.store.close().await;
    })
    .await;
}

/// A ledger of chance: repeats, recitals, hints, follow-ups that come late, days that go back.
fn by_chance(rng: &mut StdRng, people: &[Person]) -> Vec<NewAttempt> {
    let mut ledger: Vec<NewAttempt> = Vec::new();
    let mut today = day(DAY);
    for _ in 0..400 {
        today = match rng.random_range(0..12) {
            0 => today + Days::new(rng.random_range(1..40)),
            1 => today - Days::new(rng.random_range(1..9)),
            2..5 => today + Days::new(1),
            _ => today,
        };
        let by = people[rng.random_range(0..people.len())].id;
        let question = ["wren/song", "wren/nest", "owl/night", "gull/sea"][rng.random_range(0..4)];
        let mut it = attempt(by, question, today, rng.random_range(0..24), rng.random_range(0..=1000));
        it.attempt.hints = rng.random_range(0..3);
        it.attempt.ranked = rng.random_range(0..8) > 0;
        it.attempt.level = [None, Some(Level::Junior), Some(Level::Mid), Some(Level::Senior)][rng.random_range(0..4)];
        it.attempt.installed = rng.random_range(0..9) > 0;
        ledger.push(it);
        if rng.random_range(0..4) == 0 {
            let parent = ledger[rng.random_range(0..ledger.len())].clone();
            let point = Some(format!("p{}", ledger.len()));
            if parent.attempt.parent.is_none() {
                ledger.push(follow_up(&parent, rng.random_range(0..400)));
                let last = ledger.last_mut().unwrap();
                last.attempt.follows = point;
            }
        }
    }
    ledger
}

#[tokio::test]
async fn sums_that_were_kept_are_those_that_the_ledger_comes_to() {
    on_each_engine(async |url| {
        let app = app_at(&url, day(DAY)).await;
        let people = members(&app, ["Ada", "Bob", "Cy"]).await;
        for seed in 0..3 {
            let ledger = by_chance(&mut StdRng::seed_from_u64(seed), &people);
            for part in ledger.chunks(7) {
                app.store.record(part).await.unwrap();
            }
        }
        let verified = app.store.verify(false).await.unwrap();
        assert_eq!(verified.told, []);
        assert!(verified.attempts > 800, "{verified:?}");
        report(&format!("attempts of a ledger of chance whose sums agree: {}", verified.attempts));

        for bent in [
            "update standing set points = points + 1 where period = 'week'",
            "delete from tally where question like '%owl%'",
            "update standing set shown = not shown where topic = ''",
            "update record set best = 0",
            "delete from standing",
        ] {
            run_sql(&url, bent).await;
            let found = app.store.verify(false).await.unwrap();
            assert!(found.differences > 0 && !found.told.is_empty(), "{bent}");
            assert_eq!(app.store.verify(true).await.unwrap().differences, found.differences, "{bent}");
            assert_eq!(app.store.verify(false).await.unwrap().differences, 0, "{bent}");
        }
        app.store.close().await;
    })
    .await;
}

#[tokio::test]
async fn the_day_is_that_of_the_guild_and_stays_what_it_was() {
    on_each_engine(async |url| {
        let app = App { clock: Clock::parse(&format!("{}@0", at(day(DAY), 20).timestamp())).unwrap(), ..app_on(&url).await };
        let [ada] = members(&app, ["Ada"]).await;
        assert!(app.store.set_guild(GUILD, &GuildSetting::Zone(chrono_tz::Tz::Asia__Tokyo)).await.unwrap());
        let answer = async |text: &str| {
            let wish = Wish { topic: Some("penguin".into()), count: 1, guild: Some((GUILD, true)), source: "terminal", ..Wish::default() };
            let started = begin(&app, &ada, &wish).await;
            app.play(&ada, started.id, &Action::Answer { round: 0, text: text.into(), interaction: None }).await.unwrap();
        };
        answer("It swims.").await;
        assert!(app.store.set_guild(GUILD, &GuildSetting::Zone(chrono_tz::Tz::UTC)).await.unwrap());
        answer("It swims and it cannot fly.").await;
        let export = app.export(&ada).await.unwrap();
        let mut days: Vec<_> = (0..2).map(|n| export["kept"]["attempts"][n]["server_day"].as_str().unwrap().to_owned()).collect();
        days.sort();
        assert_eq!(days, ["2026-01-01", "2026-01-02"], "in Tokyo it is tomorrow already");
        // The later day was taken first; going back to an earlier one is practice.
        let counted = (0..2).filter(|n| export["kept"]["attempts"][n]["counted"] == true).count();
        assert_eq!(counted, 1);
        assert_eq!(app.store.verify(false).await.unwrap().differences, 0);
        app.store.close().await;
    })
    .await;
}
