//! What an erasure leaves in the audit trail.

use marketday_accounts::erase;
use marketday_model::NetworkPrefix;
use marketday_model::notice::Subject;
use marketday_store::audit::{self, Altered, AuditEntry};
use marketday_store::audit_trail::{self, Filter};
use marketday_store::{By, acting_by};
use marketday_testkit::{World, on_each_database};

#[test]
fn an_erasure_leaves_no_network_no_reason_and_no_change_of_whoever_it_erased() {
    on_each_database(|database| {
        let world = World::on(database);
        let ann = world.person("ann@council.example").id;
        let by = By {
            person: Some(ann),
            network: Some(NetworkPrefix::of("2001:db8:1:2::3".parse().unwrap())),
        };
        let entry = AuditEntry {
            id: world.surroundings.id(),
            at: world.surroundings.now(),
            person: Some(ann),
            action: "test.deed",
            subject: Subject::Person(ann),
            detail: "Ann is ill".into(),
        };
        let altered = Altered::list([("Name", "Ann".into(), "Ann Lee".into())]);
        acting_by(by, || {
            world
                .store
                .write(move |tx| audit::insert_altered(tx, &entry, &altered))
                .expect("a line");
            erase(&world.store, &world.surroundings, ann).expect("erased");
        });
        let all = world
            .store
            .read(|rx| audit_trail::list(rx, &Filter::default(), 10))
            .expect("the trail");
        let mut actions: Vec<&str> = all.iter().map(|line| line.action.as_str()).collect();
        actions.sort_unstable();
        assert_eq!(actions, ["person.erase", "test.deed"]);
        for line in &all {
            assert_eq!(
                (&line.network, line.detail.as_str()),
                (&None, ""),
                "{line:?}"
            );
            assert_eq!(line.altered, []);
            assert!(line.name.as_deref() != Some("ann"), "{line:?}");
        }
    });
}
