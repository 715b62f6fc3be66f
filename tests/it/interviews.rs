//! The use cases of an interview.

use mockingbird::app::{Action, AppError, Outcome, Wish};
use mockingbird::bank::Level;
use mockingbird::grade::Score;
use mockingbird::interview::Refusal;

use crate::support::{app, begin, person};

fn answer(round: usize, text: &str) -> Action {
    Action::Answer { round, text: text.into(), interaction: None }
}

#[tokio::test]
async fn an_interview_goes_from_question_to_report() {
    let (app, _folder) = app().await;
    let ada = person(&app, "ada").await;
    let begun = begin(&app, &ada, &Wish { count: 5, source: "terminal", ..Wish::default() }).await;
    assert_eq!(begun.count, 2, "the bank for tests has two questions");
    let Outcome::Question(first) = app.play(&ada, begun.id, &Action::Look).await.unwrap() else { panic!("no question") };
    let model = first.question.answer.clone();
    let Outcome::Verdict(graded) = app.play(&ada, begun.id, &answer(0, &model)).await.unwrap() else { panic!("no verdict") };
    assert_eq!((graded.verdict.score, graded.is_last()), (Score::FULL, false));
    assert!(matches!(app.play(&ada, begun.id, &Action::Next(0)).await.unwrap(), Outcome::Question(asked) if asked.round == 1));
    let Outcome::Report(report) = app.play(&ada, begun.id, &Action::Skip(1)).await.unwrap() else { panic!("no report") };
    assert_eq!((report.total, report.answered, report.asked), (Some(Score::FULL), 1, 2));
    assert!(matches!(app.play(&ada, begun.id, &Action::Look).await.unwrap(), Outcome::Report(again) if again == report));
}

#[tokio::test]
async fn nobody_else_can_play_and_an_empty_answer_changes_nothing() {
    let (app, _folder) = app().await;
    let (ada, bob) = (person(&app, "ada").await, person(&app, "bob").await);
    let begun = begin(&app, &ada, &Wish { count: 1, source: "terminal", ..Wish::default() }).await;
    assert!(matches!(app.play(&bob, begun.id, &answer(0, "swims")).await.unwrap(), Outcome::Refused(Refusal::NotYours)));
    assert!(matches!(app.play(&ada, begun.id, &answer(0, " 🙂 … ")).await.unwrap(), Outcome::Refused(Refusal::Empty)));
    assert!(matches!(app.play(&ada, begun.id, &Action::Look).await.unwrap(), Outcome::Question(_)));
    assert!(app.records(&ada).await.unwrap().is_empty() && app.records(&bob).await.unwrap().is_empty());
}

#[tokio::test]
async fn a_new_interview_ends_the_one_that_was_left_open() {
    let (app, _folder) = app().await;
    let ada = person(&app, "ada").await;
    let wish = Wish { count: 1, source: "terminal", ..Wish::default() };
    let old = begin(&app, &ada, &wish).await;
    let new = begin(&app, &ada, &wish).await;
    assert!(matches!(app.play(&ada, old.id, &answer(0, "It swims.")).await.unwrap(), Outcome::Refused(Refusal::Ended)));
    assert!(matches!(app.play(&ada, new.id, &answer(0, "It swims.")).await.unwrap(), Outcome::Verdict(_)));
}

#[tokio::test]
async fn a_topic_is_found_by_id_number_tag_or_title_and_a_slip_gets_the_nearest() {
    let (app, _folder) = app().await;
    let concepts = |topic: &str, level| {
        let pool = app.bank.pool(Some(topic), level)?;
        Ok(pool.iter().map(|(concept, _)| concept.id.clone()).collect::<Vec<_>>())
    };
    for (topic, expected) in
        [("penguin", "penguin"), ("2", "penguin"), ("SEABIRDS", "penguin"), ("the mocking", "mockingbird"), ("penguin/wings", "penguin")]
    {
        assert_eq!(concepts(topic, None).unwrap(), [expected], "{topic}");
    }
    assert_eq!(concepts("birds", None).unwrap().len(), 2);
    let error: AppError = concepts("pengiun", None).map_err(|error: mockingbird::bank::TopicError| error.into()).unwrap_err();
    assert!(error.to_string().contains("did you mean `penguin`"), "{error}");
    let none = concepts("penguin", Some(Level::Junior)).map_err(|error: mockingbird::bank::TopicError| error).unwrap_err();
    assert!(none.to_string().contains("no junior question"), "{none}");
}
