//! What has served its purpose is forgotten.

use crate::given::{ask, token, type_right};
use chrono::Duration;
use marketday_accounts::{find_signed_in, forget_used};
use marketday_model::SignInLimits;
use marketday_testkit::{World, on_each_database};

#[test]
fn requests_for_codes_go_after_a_day_and_sign_ins_once_they_have_run_out() {
    on_each_database(|database| {
        let world = World::on(database);
        let since = world.surroundings.now();
        let moment = Duration::microseconds(1);
        let ann = token(type_right(&world, &ask(&world)));
        let forget_at = |at| {
            world.clock.set(at);
            forget_used(&world.store, &world.surroundings, &SignInLimits::default()).unwrap()
        };
        assert_eq!(forget_at(since + Duration::days(1)), (0, 0));
        assert_eq!(forget_at(since + Duration::days(1) + moment), (1, 0));
        assert_eq!(forget_at(since + Duration::days(14)), (0, 0));
        assert_eq!(forget_at(since + Duration::days(14) + moment), (0, 1));
        assert!(
            find_signed_in(
                &world.store,
                &world.surroundings,
                &SignInLimits::default(),
                &ann
            )
            .unwrap()
            .is_none()
        );
    });
}
