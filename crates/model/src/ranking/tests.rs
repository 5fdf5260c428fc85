//! Marks, ranks and placements, worked out by hand and by chance.

use super::*;
use crate::call::Weight;
use chrono::{DateTime, Duration};
use proptest::prelude::*;
use uuid::Uuid;

fn id<T: From<Uuid>>(number: u128) -> T {
    Uuid::from_u128(number).into()
}

fn at(minute: i64) -> Instant {
    DateTime::from_timestamp(1_800_000_000, 0).unwrap() + Duration::minutes(minute)
}

/// Criteria of these weights, numbered from 1.
fn criteria(weights: &[u32]) -> Vec<Criterion> {
    (1..)
        .zip(weights)
        .map(|(number, weight)| Criterion {
            id: id(number),
            name: format!("Criterion {number}"),
            guidance: String::new(),
            weight: Weight::new(*weight).unwrap(),
        })
        .collect()
}

/// What an assessor gives a proposal, by the criteria numbered from 1.
fn scored(proposal: u128, assessor: u128, scores: &[u32]) -> Assessment {
    Assessment {
        id: id(proposal * 1000 + assessor),
        proposal: id(proposal),
        assessor: id(assessor),
        conflict: None,
        comment: String::new(),
        scores: (1..)
            .zip(scores)
            .map(|(number, score)| (id(number), Score::new(*score).unwrap()))
            .collect(),
    }
}

fn with_conflict(assessment: Assessment) -> Assessment {
    Assessment {
        conflict: Some("They are my customer".into()),
        ..assessment
    }
}

/// Each proposal's number and mark, the best first.
fn order(ranked: &[Ranked]) -> Vec<(u128, String)> {
    let number = |id: ProposalId| Uuid::parse_str(&id.to_string()).unwrap().as_u128();
    ranked
        .iter()
        .map(|one| {
            let mark = one.mark.map_or("-".to_owned(), |mark| mark.to_string());
            (number(one.proposal), mark)
        })
        .collect()
}

#[test]
fn a_mark_is_the_mean_of_the_assessors_weighted_means() {
    let proposals = [(id(1), at(0))];
    // (3×5 + 1×1) / 4 = 4, and (3×2 + 1×5) / 4 = 2.75: their mean is 3.375.
    let assessments = [scored(1, 7, &[5, 1]), scored(1, 8, &[2, 5])];
    let ranked = rank(&proposals, &assessments, &criteria(&[3, 1]), 2);
    assert_eq!(order(&ranked), [(1, "3.37".to_owned())]);
    assert_eq!(ranked[0].scored_by, 2);
}

#[test]
fn a_proposal_with_too_few_scores_has_no_mark_and_stands_last() {
    let proposals = [(id(1), at(0)), (id(2), at(1))];
    let assessments = [scored(1, 7, &[5]), scored(2, 7, &[1]), scored(2, 8, &[1])];
    let ranked = rank(&proposals, &assessments, &criteria(&[1]), 2);
    assert_eq!(
        order(&ranked),
        [(2, "1.00".to_owned()), (1, "-".to_owned())]
    );
}

#[test]
fn an_assessor_who_left_a_criterion_out_does_not_count_yet() {
    let ranked = rank(
        &[(id(1), at(0))],
        &[scored(1, 7, &[5])],
        &criteria(&[1, 1]),
        1,
    );
    assert_eq!(order(&ranked), [(1, "-".to_owned())]);
    assert_eq!(ranked[0].scored_by, 0);
}

#[test]
fn of_equal_marks_more_scores_come_first_then_the_earlier_then_the_smaller_id() {
    let proposals = [
        (id(4), at(1)),
        (id(3), at(1)),
        (id(2), at(0)),
        (id(1), at(5)),
    ];
    let assessments = [
        scored(1, 7, &[4]),
        scored(1, 8, &[2]),
        scored(2, 7, &[3]),
        scored(3, 7, &[3]),
        scored(4, 7, &[3]),
    ];
    let ranked = rank(&proposals, &assessments, &criteria(&[2]), 1);
    let numbers: Vec<u128> = order(&ranked).into_iter().map(|(n, _)| n).collect();
    assert_eq!(numbers, [1, 2, 3, 4]);
}

#[test]
fn without_criteria_nothing_has_a_mark() {
    let ranked = rank(&[(id(1), at(0))], &[scored(1, 7, &[])], &[], 1);
    assert_eq!(order(&ranked), [(1, "-".to_owned())]);
}

#[test]
fn the_best_get_the_earliest_slots_and_no_company_more_than_it_has_room_for() {
    let ranked = [
        (id(1), "name:acme".to_owned()),
        (id(2), "name:acme".to_owned()),
        (id(3), "name:bold".to_owned()),
        (id(4), "name:full".to_owned()),
        (id(5), "name:late".to_owned()),
    ];
    let room = BTreeMap::from([
        ("name:acme".to_owned(), 1),
        ("name:bold".to_owned(), 2),
        ("name:full".to_owned(), 0),
        ("name:late".to_owned(), 1),
    ]);
    let free = [id(11), id(12)];
    assert_eq!(
        place(&ranked, &free, &room),
        [(id(1), id(11)), (id(3), id(12))]
    );
}

fn some_assessments() -> impl Strategy<Value = Vec<Assessment>> {
    let one = (
        1u128..6,
        prop::collection::vec(1u32..=5, 0..4),
        any::<bool>(),
    );
    prop::collection::vec(one, 0..24).prop_map(|all| {
        let number = (100u128..).zip(all);
        number
            .map(|(assessor, (proposal, scores, conflicted))| {
                let one = scored(proposal, assessor, &scores);
                if conflicted { with_conflict(one) } else { one }
            })
            .collect()
    })
}

fn proposals() -> Vec<(ProposalId, Instant)> {
    (1u128..6).map(|n| (id(n), at(0))).collect()
}

proptest! {
    #[test]
    fn the_order_of_what_goes_in_does_not_matter(
        (assessments, shuffled) in some_assessments().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        weights in prop::collection::vec(1u32..=10, 1..4), minimum in 0u32..4,
    ) {
        let backwards: Vec<_> = proposals().into_iter().rev().collect();
        prop_assert_eq!(
            rank(&proposals(), &assessments, &criteria(&weights), minimum),
            rank(&backwards, &shuffled, &criteria(&weights), minimum)
        );
    }

    #[test]
    fn whoever_has_a_conflict_changes_nothing_but_by_being_absent(
        assessments in some_assessments(), weights in prop::collection::vec(1u32..=10, 1..4), minimum in 0u32..4,
    ) {
        let without: Vec<_> = assessments.iter().filter(|one| one.conflict.is_none()).cloned().collect();
        prop_assert_eq!(
            rank(&proposals(), &assessments, &criteria(&weights), minimum),
            rank(&proposals(), &without, &criteria(&weights), minimum)
        );
    }

    #[test]
    fn a_mark_lies_between_the_least_and_the_most_that_was_given(
        scores in prop::collection::vec((1u32..=5, 1u32..=5), 1..9), weights in (1u32..=10, 1u32..=10),
    ) {
        let assessments: Vec<_> = (1u128..)
            .zip(&scores)
            .map(|(assessor, (a, b))| scored(1, assessor, &[*a, *b]))
            .collect();
        let ranked = rank(&[(id(1), at(0))], &assessments, &criteria(&[weights.0, weights.1]), 1);
        let hundredths = ranked[0].mark.unwrap().hundredths();
        let all = || scores.iter().flat_map(|(a, b)| [u64::from(*a), u64::from(*b)]);
        prop_assert!(hundredths >= all().min().unwrap() * 100);
        prop_assert!(hundredths <= all().max().unwrap() * 100);
    }

    #[test]
    fn no_slot_and_no_proposal_is_given_twice_and_nobody_better_is_passed_over_who_has_room(
        companies in prop::collection::vec(0usize..4, 0..12), slots in 0u128..8, room in prop::collection::vec(0u32..3, 4),
    ) {
        let ranked: Vec<_> = (1u128..).zip(&companies).map(|(n, c)| (id::<ProposalId>(n), c.to_string())).collect();
        let free: Vec<SlotId> = (100..100 + slots).map(id).collect();
        let room: BTreeMap<_, _> = room.iter().enumerate().map(|(c, n)| (c.to_string(), *n)).collect();
        let placed = place(&ranked, &free, &room);
        let taken: Vec<SlotId> = placed.iter().map(|(_, slot)| *slot).collect();
        prop_assert_eq!(&taken[..], &free[..placed.len()], "the earliest slots, in order, each once");
        let company = |id: ProposalId| &ranked.iter().find(|(one, _)| *one == id).unwrap().1;
        for (name, most) in &room {
            let has = placed.iter().filter(|(id, _)| company(*id) == name).count();
            prop_assert!(has <= *most as usize);
        }
        let mut left = room.clone();
        let best: Vec<ProposalId> = ranked.iter().filter(|(_, name)| {
            let left = left.get_mut(name).unwrap();
            let fits = *left > 0;
            *left = left.saturating_sub(1);
            fits
        }).map(|(id, _)| *id).take(free.len()).collect();
        prop_assert_eq!(placed.into_iter().map(|(id, _)| id).collect::<Vec<_>>(), best);
    }
}

#[test]
fn the_mean_by_each_criterion_is_of_those_who_count() {
    let criteria = criteria(&[3, 1]);
    let all = [
        scored(1, 1, &[5, 2]),
        scored(1, 2, &[4, 3]),
        scored(1, 3, &[1]),
        with_conflict(scored(1, 4, &[1, 1])),
    ];
    let text = |mark: Option<Mark>| mark.map_or("-".to_owned(), |mark| mark.to_string());
    let marks: Vec<String> = all
        .iter()
        .map(|one| text(mark_of(one, &criteria)))
        .collect();
    assert_eq!(marks, ["4.25", "3.75", "-", "-"]);
    let of: Vec<&Assessment> = all.iter().collect();
    let by_each: Vec<String> = means(&of, &criteria).into_iter().map(text).collect();
    assert_eq!(by_each, ["4.50", "2.50"]);
    assert_eq!(means(&of[2..], &criteria), [None, None]);
}
