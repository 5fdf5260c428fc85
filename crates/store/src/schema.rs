//! The tables as Diesel sees them: the same on both databases. Kept equal to the migrations by a test.

diesel::table! {
    people (id) {
        id -> Text,
        email -> Text,
        name -> Text,
        phone -> Nullable<Text>,
        created_at -> Timestamp,
        seen_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    organisations (id) {
        id -> Text,
        kind -> Text,
        name -> Text,
        identity -> Text,
        website -> Nullable<Text>,
        company_number -> Nullable<Text>,
        gss -> Nullable<Text>,
        region -> Nullable<Text>,
        created_at -> Timestamp,
        name_key -> Text,
    }
}

diesel::table! {
    memberships (id) {
        id -> Text,
        person_id -> Text,
        organisation_id -> Text,
        role -> Text,
        state -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    code_requests (id) {
        id -> Text,
        purpose -> Text,
        email -> Text,
        browser -> Text,
        network -> Text,
        asked_at -> Timestamp,
        expires_at -> Timestamp,
        used_at -> Nullable<Timestamp>,
        wrong_tries -> Integer,
        is_known -> Bool,
        only_for_people -> Bool,
    }
}

diesel::table! {
    sign_ins (id) {
        id -> Text,
        token_digest -> Text,
        person_id -> Text,
        created_at -> Timestamp,
        last_seen_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
        way -> Text,
        browser -> Nullable<Text>,
        device -> Text,
    }
}

diesel::table! {
    email_changes (id) {
        id -> Text,
        person_id -> Text,
        old_email -> Text,
        new_email -> Text,
        made_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    venues (id) {
        id -> Text,
        name -> Text,
        town -> Text,
        address -> Text,
        access -> Text,
        step_free -> Text,
        step_free_note -> Text,
        hearing_loop -> Text,
        hearing_loop_note -> Text,
        quiet_room -> Text,
        quiet_room_note -> Text,
        directions -> Text,
        transport -> Text,
        kept_id -> Nullable<Text>,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        slug -> Text,
        state -> Text,
        title -> Text,
        summary -> Text,
        region -> Text,
        venue_id -> Text,
        organiser_id -> Text,
        contact_email -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        zone -> Text,
        capacity -> Integer,
        booking_opens_at -> Nullable<Timestamp>,
        booking_closes_at -> Timestamp,
        registration_opens_at -> Nullable<Timestamp>,
        registration_closes_at -> Timestamp,
        company_limit -> Integer,
        release_number -> Integer,
        sequence -> Integer,
        uid_generation -> Integer,
        published_at -> Nullable<Timestamp>,
        cancelled_at -> Nullable<Timestamp>,
        cancel_reason -> Nullable<Text>,
        created_at -> Timestamp,
        changed_at -> Timestamp,
        postponed_from -> Nullable<Timestamp>,
        postpone_reason -> Nullable<Text>,
        reinstated_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    former_entries (event_id, uid_generation) {
        event_id -> Text,
        uid_generation -> Integer,
        title -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        sequence -> Integer,
        release_number -> Integer,
        cancelled_at -> Timestamp,
        cancel_reason -> Nullable<Text>,
    }
}

diesel::table! {
    personal_feeds (id) {
        id -> Text,
        person_id -> Text,
        kind -> Text,
        name -> Text,
        token_digest -> Text,
        created_at -> Timestamp,
        renewed_at -> Timestamp,
        fetched_at -> Nullable<Timestamp>,
        client -> Text,
        octets -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    former_slots (booking_id, slot_id) {
        booking_id -> Text,
        slot_id -> Text,
    }
}

diesel::table! {
    former_themes (pitch_id, theme) {
        pitch_id -> Text,
        theme -> Text,
    }
}

diesel::table! {
    draft_edits (id) {
        id -> Text,
        event_id -> Text,
        person_id -> Text,
        number -> Integer,
        kind -> Text,
        title -> Text,
        sessions -> Text,
        slots -> Text,
        made_at -> Timestamp,
        undone_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    event_themes (event_id, theme) {
        event_id -> Text,
        theme -> Text,
    }
}

diesel::table! {
    event_feeds (event_id, feed) {
        event_id -> Text,
        feed -> Text,
    }
}

diesel::table! {
    stages (id) {
        id -> Text,
        event_id -> Text,
        name -> Text,
        capacity -> Nullable<Integer>,
        access -> Text,
        position -> Integer,
        equipment -> Text,
        opens -> Nullable<Integer>,
        closes -> Nullable<Integer>,
    }
}

diesel::table! {
    sessions (id) {
        id -> Text,
        event_id -> Text,
        stage_id -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        description -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
        unscheduled_at -> Nullable<Timestamp>,
        chair -> Text,
    }
}

diesel::table! {
    slots (id) {
        id -> Text,
        event_id -> Text,
        session_id -> Text,
        stage_id -> Text,
        starts_at -> Timestamp,
        questions_at -> Timestamp,
        ends_at -> Timestamp,
        clear_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
        mode -> Text,
    }
}

diesel::table! {
    releases (event_id, number) {
        event_id -> Text,
        number -> Integer,
        note -> Text,
        made_at -> Timestamp,
        made_by -> Nullable<Text>,
        event_starts_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    released_sessions (event_id, release_number, session_id) {
        event_id -> Text,
        release_number -> Integer,
        session_id -> Text,
        stage_id -> Nullable<Text>,
        stage_name -> Nullable<Text>,
        kind -> Text,
        title -> Text,
        description -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        sequence -> Integer,
        changed_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
        chair -> Text,
    }
}

diesel::table! {
    released_slots (event_id, release_number, slot_id) {
        event_id -> Text,
        release_number -> Integer,
        slot_id -> Text,
        session_id -> Text,
        stage_id -> Text,
        stage_name -> Text,
        stage_position -> Integer,
        starts_at -> Timestamp,
        questions_at -> Timestamp,
        ends_at -> Timestamp,
        clear_at -> Timestamp,
        mode -> Text,
    }
}

diesel::table! {
    pitches (id) {
        id -> Text,
        company_id -> Text,
        title -> Text,
        summary -> Text,
        themes -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    calls (event_id) {
        event_id -> Text,
        looked_for -> Text,
        opens_at -> Nullable<Timestamp>,
        closes_at -> Timestamp,
        minimum_scores -> Integer,
        days_to_confirm -> Integer,
        company_limit -> Integer,
        version -> Integer,
        published_at -> Nullable<Timestamp>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    criteria (id) {
        id -> Text,
        event_id -> Text,
        position -> Integer,
        name -> Text,
        guidance -> Text,
        weight -> Integer,
    }
}

diesel::table! {
    proposals (id) {
        id -> Text,
        event_id -> Text,
        state -> Text,
        typed -> Text,
        company_id -> Nullable<Text>,
        company_identity -> Nullable<Text>,
        claim -> Text,
        contact_id -> Text,
        presenter_id -> Nullable<Text>,
        presenter_name -> Text,
        presenter_email -> Nullable<Text>,
        title -> Text,
        summary -> Text,
        themes -> Text,
        version -> Integer,
        submitted_at -> Nullable<Timestamp>,
        changed_at -> Timestamp,
        shortlisted -> Bool,
        feedback -> Text,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        why -> Text,
        slot_id -> Nullable<Text>,
        booking_id -> Nullable<Text>,
        confirm_by -> Nullable<Timestamp>,
    }
}

diesel::table! {
    assessments (id) {
        id -> Text,
        proposal_id -> Text,
        assessor_id -> Text,
        conflict -> Nullable<Text>,
        comment -> Text,
        made_at -> Timestamp,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    scores (assessment_id, criterion_id) {
        assessment_id -> Text,
        criterion_id -> Text,
        score -> Integer,
    }
}

diesel::table! {
    bookings (id) {
        id -> Text,
        event_id -> Text,
        slot_id -> Text,
        state -> Text,
        hold_browser -> Nullable<Text>,
        hold_network -> Nullable<Text>,
        hold_expires_at -> Nullable<Timestamp>,
        claim -> Text,
        claim_expires_at -> Nullable<Timestamp>,
        company_id -> Nullable<Text>,
        company_identity -> Nullable<Text>,
        contact_id -> Nullable<Text>,
        presenter_id -> Nullable<Text>,
        presenter_name -> Nullable<Text>,
        presenter_email -> Nullable<Text>,
        pitch_id -> Nullable<Text>,
        sequence -> Integer,
        created_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
        changed_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
        cancel_reason -> Nullable<Text>,
        hold_extended -> Bool,
    }
}

diesel::table! {
    presenter_ticks (presenter_id, tick) {
        presenter_id -> Text,
        tick -> BigInt,
        booking_id -> Text,
    }
}

diesel::table! {
    pools (name) {
        name -> Text,
        event_id -> Text,
        used -> Integer,
        most -> Integer,
    }
}

diesel::table! {
    registrations (id) {
        id -> Text,
        event_id -> Text,
        person_id -> Text,
        state -> Text,
        name -> Text,
        organisation -> Text,
        role -> Text,
        themes -> Text,
        listed -> Bool,
        sequence -> Integer,
        confirmed_at -> Timestamp,
        changed_at -> Timestamp,
        cancelled_at -> Nullable<Timestamp>,
        organisation_id -> Nullable<Text>,
    }
}

diesel::table! {
    registration_needs (registration_id) {
        registration_id -> Text,
        access -> Text,
        dietary -> Text,
    }
}

diesel::table! {
    notices (id) {
        id -> Text,
        kind -> Text,
        recipient -> Text,
        subject -> Text,
        version -> Integer,
        priority -> Integer,
        state -> Text,
        tries -> Integer,
        made_at -> Timestamp,
        next_try_at -> Timestamp,
        lease -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
        last_answer -> Nullable<Text>,
        event_id -> Nullable<Text>,
        domain -> Nullable<Text>,
        handed_at -> Nullable<Timestamp>,
        is_uncertain -> Bool,
    }
}

diesel::table! {
    messages (id) {
        id -> Text,
        event_id -> Text,
        subject -> Text,
        body -> Text,
        whom -> Text,
        without_slides -> Bool,
        themes -> Text,
        regions -> Text,
        stage_id -> Nullable<Text>,
        authority -> Text,
        state -> Text,
        made_by -> Nullable<Text>,
        changed_at -> Timestamp,
        send_at -> Nullable<Timestamp>,
        sent_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    agenda_items (id) {
        id -> Text,
        person_id -> Text,
        event_id -> Text,
        session_id -> Text,
        sequence -> Integer,
        added_at -> Timestamp,
        changed_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    presenter_invitations (booking_id, person_id) {
        booking_id -> Text,
        person_id -> Text,
        event_id -> Text,
        sequence -> Integer,
        invited_at -> Timestamp,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    agenda_letters (person_id, event_id) {
        person_id -> Text,
        event_id -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    letter_wordings (id) {
        id -> Text,
        event_id -> Text,
        letter -> Text,
        language -> Text,
        subject -> Text,
        body -> Text,
        used_subject -> Nullable<Text>,
        used_body -> Nullable<Text>,
        version -> Integer,
        changed_by -> Nullable<Text>,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    event_reminders (event_id) {
        event_id -> Text,
        reminders -> Text,
    }
}

diesel::table! {
    reminders_written (event_id, reminder, due_at) {
        event_id -> Text,
        reminder -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    event_nudges (event_id) {
        event_id -> Text,
        deadlines -> Text,
    }
}

diesel::table! {
    nudges_written (event_id, nudge, due_at) {
        event_id -> Text,
        nudge -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    digests_written (number) {
        number -> Integer,
        since_at -> Timestamp,
        until_at -> Timestamp,
    }
}

diesel::table! {
    stopped_letters (person_id, letter) {
        person_id -> Text,
        letter -> Text,
        stopped_at -> Timestamp,
    }
}

diesel::table! {
    programmes_seen (person_id, event_id) {
        person_id -> Text,
        event_id -> Text,
        release_number -> Integer,
        seen_at -> Timestamp,
    }
}

diesel::table! {
    feedback (event_id, person_id) {
        event_id -> Text,
        person_id -> Text,
        helped -> Text,
        better -> Text,
        is_named -> Bool,
        given_at -> Timestamp,
    }
}

diesel::table! {
    closings_written (event_id, closing, due_at) {
        event_id -> Text,
        closing -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    mail_domains (domain) {
        domain -> Text,
        window_at -> Timestamp,
        used -> Integer,
    }
}

diesel::table! {
    changes (id) {
        id -> Text,
        subject -> Text,
        version -> Integer,
        what -> Text,
        before -> Text,
        after -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    audit (id) {
        id -> Text,
        at -> Timestamp,
        person_id -> Nullable<Text>,
        action -> Text,
        subject -> Text,
        detail -> Text,
        network -> Nullable<Text>,
        altered -> Text,
    }
}

diesel::table! {
    audit_forgetting (before) {
        before -> Timestamp,
    }
}

diesel::table! {
    revisions (shard) {
        shard -> Integer,
        revision -> BigInt,
    }
}

diesel::table! {
    seats (id) {
        id -> Text,
        person_id -> Text,
        event_id -> Nullable<Text>,
        body_id -> Nullable<Text>,
        role -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    nominations (id) {
        id -> Text,
        email -> Text,
        kind -> Text,
        event_id -> Nullable<Text>,
        organisation_id -> Nullable<Text>,
        role -> Text,
        named_by -> Nullable<Text>,
        made_at -> Timestamp,
        expires_at -> Timestamp,
        accepted_at -> Nullable<Timestamp>,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    administrators (person_id) {
        person_id -> Text,
        since -> Timestamp,
    }
}

diesel::table! {
    passkeys (id) {
        id -> Text,
        person_id -> Text,
        credential_id -> Text,
        credential -> Text,
        name -> Text,
        created_at -> Timestamp,
        last_used_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    passkey_challenges (id) {
        id -> Text,
        purpose -> Text,
        browser -> Text,
        person_id -> Nullable<Text>,
        state -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    passkey_prompts (person_id) {
        person_id -> Text,
        dismissed_at -> Timestamp,
    }
}

diesel::table! {
    consents (id) {
        id -> Text,
        person_id -> Text,
        letter -> Text,
        wording -> Text,
        given_on -> Text,
        given_at -> Timestamp,
        withdrawn_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    news_subscriptions (person_id) {
        person_id -> Text,
        pace -> Text,
    }
}

diesel::table! {
    quiet_hours (person_id) {
        person_id -> Text,
        hours -> Nullable<Text>,
        zone -> Text,
    }
}

diesel::table! {
    news_topics (person_id, topic) {
        person_id -> Text,
        topic -> Text,
        followed_at -> Timestamp,
    }
}

diesel::table! {
    news_requests (id) {
        id -> Text,
        email -> Text,
        topics -> Text,
        pace -> Text,
        network -> Text,
        asked_at -> Timestamp,
        expires_at -> Timestamp,
        confirmed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    news_told (id) {
        id -> Text,
        person_id -> Text,
        event_id -> Text,
        issue -> Integer,
        told_at -> Timestamp,
    }
}

diesel::table! {
    complaints (id) {
        id -> Text,
        reference -> Text,
        event_id -> Nullable<Text>,
        name -> Text,
        email -> Nullable<Text>,
        text -> Text,
        network -> Nullable<Text>,
        made_at -> Timestamp,
        outcome -> Nullable<Text>,
        closed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    provider_identities (id) {
        id -> Text,
        provider -> Text,
        issuer -> Text,
        subject -> Text,
        person_id -> Text,
        linked_at -> Timestamp,
        last_used_at -> Timestamp,
    }
}

diesel::table! {
    provider_attempts (id) {
        id -> Text,
        provider -> Text,
        browser -> Text,
        next_path -> Text,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    farewells (person_id) {
        person_id -> Text,
        was -> Text,
        email -> Text,
        name -> Text,
        made_at -> Timestamp,
    }
}

diesel::table! {
    company_profiles (organisation_id) {
        organisation_id -> Text,
        version -> Integer,
        size_band -> Nullable<Text>,
        sole_trader -> Nullable<Bool>,
        products -> Text,
        themes -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    company_identifiers (organisation_id, scheme) {
        organisation_id -> Text,
        scheme -> Text,
        value -> Text,
    }
}

diesel::table! {
    company_documents (id) {
        id -> Text,
        organisation_id -> Text,
        kind -> Text,
        name -> Text,
        link -> Text,
        expires_on -> Nullable<Text>,
        added_at -> Timestamp,
    }
}

diesel::table! {
    authorities (organisation_id) {
        organisation_id -> Text,
        code -> Text,
        #[sql_name = "type"]
        kind -> Text,
        nation -> Text,
        starts_on -> Nullable<Date>,
        ends_on -> Nullable<Date>,
        successor_id -> Nullable<Text>,
    }
}

diesel::table! {
    merged_organisations (organisation_id) {
        organisation_id -> Text,
        into_id -> Text,
        merged_at -> Timestamp,
    }
}

diesel::table! {
    kept_venues (id) {
        id -> Text,
        body_id -> Text,
        name -> Text,
        town -> Text,
        address -> Text,
        access -> Text,
        step_free -> Text,
        step_free_note -> Text,
        hearing_loop -> Text,
        hearing_loop_note -> Text,
        quiet_room -> Text,
        quiet_room_note -> Text,
        directions -> Text,
        transport -> Text,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    kept_hours (venue_id, weekday) {
        venue_id -> Text,
        weekday -> Integer,
        opens -> Integer,
        closes -> Integer,
    }
}

diesel::table! {
    kept_stages (venue_id, position) {
        venue_id -> Text,
        position -> Integer,
        name -> Text,
        capacity -> Nullable<Integer>,
        equipment -> Text,
        access -> Text,
    }
}

diesel::table! {
    imported_calendars (id) {
        id -> Text,
        body_id -> Text,
        name -> Text,
        address -> Nullable<Text>,
        etag -> Nullable<Text>,
        last_modified -> Nullable<Text>,
        fetched_at -> Nullable<Timestamp>,
        read_at -> Nullable<Timestamp>,
        last_answer -> Text,
        failures -> Integer,
        next_fetch_at -> Nullable<Timestamp>,
        problems -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    imported_entries (calendar_id, starts_at, uid) {
        calendar_id -> Text,
        uid -> Text,
        title -> Text,
        location -> Text,
        starts_at -> Timestamp,
        ends_at -> Timestamp,
        all_day -> Bool,
    }
}

diesel::table! {
    series (id) {
        id -> Text,
        slug -> Text,
        body_id -> Text,
        name -> Text,
        description -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    series_events (event_id) {
        event_id -> Text,
        series_id -> Text,
    }
}

diesel::table! {
    slides_received (booking_id) {
        booking_id -> Text,
        received_at -> Timestamp,
    }
}

diesel::table! {
    stored_files (id) {
        id -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    slides (id) {
        id -> Text,
        booking_id -> Text,
        number -> Integer,
        file_name -> Text,
        media_type -> Text,
        size -> BigInt,
        sha256 -> Text,
        uploaded_by -> Nullable<Text>,
        uploaded_at -> Timestamp,
        removed_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    slide_texts (booking_id) {
        booking_id -> Text,
        summary -> Text,
        publish -> Bool,
        changed_at -> Timestamp,
    }
}

diesel::table! {
    event_slides (event_id) {
        event_id -> Text,
        due_at -> Timestamp,
    }
}

diesel::table! {
    session_notes (session_id) {
        session_id -> Text,
        note -> Text,
    }
}

diesel::table! {
    booking_notes (booking_id) {
        booking_id -> Text,
        note -> Text,
    }
}

diesel::table! {
    booking_rules (event_id) {
        event_id -> Text,
        hold_minutes -> Integer,
        series_limit -> Nullable<Integer>,
        cancel_hours -> Integer,
        offer_hours -> Integer,
        waiting_order -> Text,
        held_back_for -> Text,
        small_is -> Text,
        held_back_until -> Nullable<Timestamp>,
        no_show_months -> Integer,
        rule_text -> Text,
    }
}

diesel::table! {
    company_groups (organisation_id) {
        organisation_id -> Text,
        parent_number -> Text,
    }
}

diesel::table! {
    waiting_entries (id) {
        id -> Text,
        event_id -> Text,
        company_id -> Text,
        contact_id -> Nullable<Text>,
        presenter_id -> Nullable<Text>,
        presenter_name -> Text,
        presenter_email -> Nullable<Text>,
        pitch_id -> Text,
        mode -> Nullable<Text>,
        slot_id -> Nullable<Text>,
        state -> Text,
        joined_at -> Timestamp,
        offered_slot_id -> Nullable<Text>,
        hold_id -> Nullable<Text>,
        offered_at -> Nullable<Timestamp>,
        offer_until -> Nullable<Timestamp>,
        ended_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    overrules (id) {
        id -> Text,
        event_id -> Text,
        booking_id -> Text,
        rules -> Text,
        reason -> Text,
        made_by -> Nullable<Text>,
        made_at -> Timestamp,
    }
}

diesel::table! {
    swaps (id) {
        id -> Text,
        event_id -> Text,
        from_booking_id -> Text,
        to_booking_id -> Text,
        from_slot_id -> Text,
        to_slot_id -> Text,
        pair -> Text,
        state -> Text,
        message -> Text,
        asked_by -> Text,
        asked_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
        expires_at -> Timestamp,
    }
}

diesel::table! {
    late_cancellations (id) {
        id -> Text,
        booking_id -> Text,
        state -> Text,
        reason -> Text,
        answer -> Text,
        asked_at -> Timestamp,
        answered_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    no_shows (booking_id) {
        booking_id -> Text,
        noted_at -> Timestamp,
    }
}

diesel::table! {
    suppressions (email, why) {
        email -> Text,
        why -> Text,
        status -> Nullable<Text>,
        notice_id -> Text,
        since -> Timestamp,
        last_code_at -> Nullable<Timestamp>,
    }
}

diesel::table! {
    calendar_replies (subject, person_id) {
        subject -> Text,
        person_id -> Text,
        answer -> Text,
        sequence -> Integer,
        stamp -> Timestamp,
        received_at -> Timestamp,
        proposed_starts_at -> Nullable<Timestamp>,
        proposed_ends_at -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    agenda_items,
    agenda_letters,
    feedback,
    presenter_invitations,
    late_cancellations,
    no_shows,
    booking_rules,
    company_groups,
    overrules,
    swaps,
    waiting_entries,
    slides_received,
    stored_files,
    slides,
    slide_texts,
    event_slides,
    session_notes,
    booking_notes,
    people,
    organisations,
    company_profiles,
    company_identifiers,
    company_documents,
    memberships,
    code_requests,
    sign_ins,
    administrators,
    email_changes,
    venues,
    kept_venues,
    kept_hours,
    kept_stages,
    imported_calendars,
    imported_entries,
    series,
    series_events,
    events,
    event_themes,
    former_entries,
    former_slots,
    personal_feeds,
    former_themes,
    draft_edits,
    event_feeds,
    stages,
    sessions,
    slots,
    releases,
    released_sessions,
    released_slots,
    pitches,
    bookings,
    presenter_ticks,
    pools,
    registrations,
    seats,
    registration_needs,
    notices,
    changes,
    audit,
    revisions,
    consents,
    news_subscriptions,
    news_topics,
    quiet_hours,
    news_requests,
    news_told,
    complaints,
    calls,
    criteria,
    proposals,
    assessments,
    scores,
    authorities,
    merged_organisations,
);
diesel::joinable!(sign_ins -> people (person_id));
diesel::joinable!(memberships -> organisations (organisation_id));
diesel::joinable!(events -> venues (venue_id));
diesel::joinable!(feedback -> people (person_id));
diesel::joinable!(events -> organisations (organiser_id));
diesel::joinable!(series -> organisations (body_id));
diesel::joinable!(series_events -> series (series_id));
diesel::joinable!(event_themes -> events (event_id));
diesel::joinable!(agenda_items -> events (event_id));
diesel::joinable!(presenter_invitations -> events (event_id));
diesel::joinable!(bookings -> pitches (pitch_id));
diesel::joinable!(proposals -> organisations (company_id));
diesel::joinable!(assessments -> proposals (proposal_id));
diesel::joinable!(scores -> assessments (assessment_id));
diesel::joinable!(waiting_entries -> pitches (pitch_id));
diesel::joinable!(waiting_entries -> organisations (company_id));
diesel::joinable!(slides_received -> bookings (booking_id));
diesel::joinable!(slides -> bookings (booking_id));
diesel::joinable!(slide_texts -> bookings (booking_id));
diesel::joinable!(session_notes -> sessions (session_id));
diesel::joinable!(booking_notes -> bookings (booking_id));
diesel::joinable!(late_cancellations -> bookings (booking_id));
diesel::joinable!(no_shows -> bookings (booking_id));
diesel::joinable!(bookings -> organisations (company_id));
diesel::joinable!(imported_entries -> imported_calendars (calendar_id));
