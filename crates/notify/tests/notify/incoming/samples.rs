//! Messages in the shape in which others write them; names are invented.

/// A message with the line ends that travel.
pub(super) fn crlf(text: &str) -> String {
    text.replace("\r\n", "\n").replace('\n', "\r\n")
}

/// A report of Postfix 3.7 about one recipient.
pub(super) fn postfix(to: &str, action: &str, status: &str, diagnostic: &str) -> String {
    crlf(&format!(
        "Return-Path: <>\nReceived: by mail.marketday.example (Postfix)\n\tid 4B1F2A0; Mon,  6 Oct 2025 09:20:01 +0000 (UTC)\nDate: Mon,  6 Oct 2025 09:20:01 +0000 (UTC)\nFrom: MAILER-DAEMON@mail.marketday.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\nTo: {to}\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"4B1F2A0.1759742401/mail.marketday.example\"\nContent-Transfer-Encoding: 8bit\nMessage-Id: <20251006092001.4B1F2A0@mail.marketday.example>\n\nThis is a MIME-encapsulated message.\n\n--4B1F2A0.1759742401/mail.marketday.example\nContent-Description: Notification\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\nThis is the mail system at host mail.marketday.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n--4B1F2A0.1759742401/mail.marketday.example\nContent-Description: Delivery report\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.marketday.example\nX-Postfix-Queue-ID: 4B1F2A0\nX-Postfix-Sender: rfc822; {to}\nArrival-Date: Mon,  6 Oct 2025 09:20:00 +0000 (UTC)\n\nFinal-Recipient: rfc822; ada@dripless-ltd.example\nOriginal-Recipient: rfc822;ada@dripless-ltd.example\nAction: {action}\nStatus: {status}\nRemote-MTA: dns; mx.dripless-ltd.example\nDiagnostic-Code: smtp; {diagnostic}\n\n--4B1F2A0.1759742401/mail.marketday.example\nContent-Description: Undelivered Message Headers\nContent-Type: text/rfc822-headers\nContent-Transfer-Encoding: 8bit\n\nReturn-Path: <{to}>\nFrom: \"North Exchange\" <reply+0@marketday.example>\nTo: \"Ada Pitcher\" <ada@dripless-ltd.example>\nSubject: Your pitch is booked\n\n--4B1F2A0.1759742401/mail.marketday.example--\n"
    ))
}

/// A report of Exchange Online, whose status stands with a remark and whose lines are folded.
pub(super) fn exchange(to: &str) -> String {
    crlf(&format!(
        "Received: from DB9PR01MB7322.eurprd01.prod.exchangelabs.com\n by mail.marketday.example; Mon, 6 Oct 2025 09:20:05 +0000\nFrom: Microsoft Outlook\n <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@dripless.onmicrosoft.example>\nTo: {to}\nDate: Mon, 6 Oct 2025 09:20:04 +0000\nContent-Type: multipart/report; report-type=delivery-status;\n\tboundary=\"d4a1c8a2-6a0e-4a7e-9d1c-000000000001\"\nContent-Language: en-GB\nMessage-ID: <a1b2c3@DB9PR01MB7322.eurprd01.prod.exchangelabs.com>\nSubject: Undeliverable: Your pitch is booked\nAuto-Submitted: auto-replied\nX-Auto-Response-Suppress: All\nMIME-Version: 1.0\n\n--d4a1c8a2-6a0e-4a7e-9d1c-000000000001\nContent-Type: multipart/alternative; boundary=\"inner\"\n\n--inner\nContent-Type: text/plain; charset=\"us-ascii\"\nContent-Transfer-Encoding: quoted-printable\n\nYour message to ada@dripless-ltd.example couldn't be delivered.\n\n--inner--\n\n--d4a1c8a2-6a0e-4a7e-9d1c-000000000001\nContent-Type: message/delivery-status\n\nReporting-MTA: dns;DB9PR01MB7322.eurprd01.prod.exchangelabs.com\nReceived-From-MTA: dns;mail.marketday.example\nArrival-Date: Mon, 6 Oct 2025 09:20:02 +0000\n\nFinal-Recipient: rfc822;ada@dripless-ltd.example\nAction: failed\nStatus: 5.1.10 (bad recipient)\nDiagnostic-Code: smtp;550 5.1.10 RESOLVER.ADR.RecipientNotFound;\n Recipient ada@dripless-ltd.example not found by SMTP address lookup\n\n--d4a1c8a2-6a0e-4a7e-9d1c-000000000001\nContent-Type: message/rfc822\n\nReturn-Path: <{to}>\nTo: ada@dripless-ltd.example\nSubject: Your pitch is booked\n\nHello\n\n--d4a1c8a2-6a0e-4a7e-9d1c-000000000001--\n"
    ))
}

/// A report of Gmail.
pub(super) fn gmail(to: &str) -> String {
    crlf(&format!(
        "Return-Path: <>\nReceived: from mail-ed1-f70.google.com\nFrom: Mail Delivery Subsystem <mailer-daemon@googlemail.com>\nTo: {to}\nAuto-Submitted: auto-replied\nSubject: Delivery Status Notification (Failure)\nReferences: <0199@marketday.example>\nIn-Reply-To: <0199@marketday.example>\nX-Failed-Recipients: ada@dripless-ltd.example\nMessage-ID: <68e3.170a0220.1@mx.google.com>\nDate: Mon, 06 Oct 2025 02:20:04 -0700 (PDT)\nContent-Type: multipart/report; boundary=\"0000000000008c1f\"; report-type=delivery-status\nMIME-Version: 1.0\n\n--0000000000008c1f\nContent-Type: text/plain; charset=\"UTF-8\"\n\n** Address not found **\n\n--0000000000008c1f\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; googlemail.com\nReceived-From-MTA: dns; days@marketday.example\nArrival-Date: Mon, 06 Oct 2025 02:20:03 -0700 (PDT)\nX-Original-Message-ID: <0199@marketday.example>\n\nFinal-Recipient: rfc822; ada@dripless-ltd.example\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550-5.1.1 The email account that you tried to reach does not exist.\n 550 5.1.1  https://support.google.example/mail/?p=NoSuchUser - gsmtp\nLast-Attempt-Date: Mon, 06 Oct 2025 02:20:04 -0700 (PDT)\n\n--0000000000008c1f\nContent-Type: message/rfc822\n\nTo: ada@dripless-ltd.example\nSubject: Your pitch is booked\n\nHello\n\n--0000000000008c1f--\n"
    ))
}

/// What Exim 4.84 wrote, which knew no reports.
pub(super) fn exim(to: &str, subject: &str) -> String {
    crlf(&format!(
        "Return-path: <>\nReceived: from Debian-exim by mail.dripless-ltd.example with local (Exim 4.84)\n\tid 1v5hX2-0001Ab-7Q; Mon, 06 Oct 2025 09:20:04 +0000\nX-Failed-Recipients: ada@dripless-ltd.example\nAuto-Submitted: auto-replied\nFrom: Mail Delivery System <Mailer-Daemon@mail.dripless-ltd.example>\nTo: {to}\nSubject: {subject}\nMessage-Id: <E1v5hX2-0001Ab-7Q@mail.dripless-ltd.example>\nDate: Mon, 06 Oct 2025 09:20:04 +0000\n\nThis message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. The following address(es) failed:\n\n  ada@dripless-ltd.example\n    Unrouteable address\n\n------ This is a copy of the message, including all the headers. ------\n"
    ))
}

/// A complaint as feedback loops send it (RFC 5965); `sender` is where the letter's bounces would have gone.
pub(super) fn complaint(sender: &str) -> String {
    crlf(&format!(
        "From: <feedback@fbl.example>\nDate: Mon, 6 Oct 2025 10:00:00 +0000\nSubject: FW: A new market day\nTo: <abuse@marketday.example>\nMessage-ID: <fbl-1@fbl.example>\nMIME-Version: 1.0\nContent-Type: multipart/report; report-type=feedback-report; boundary=\"part1_13d.2e68ed54_boundary\"\n\n--part1_13d.2e68ed54_boundary\nContent-Type: text/plain; charset=\"US-ASCII\"\n\nThis is an email abuse report.\n\n--part1_13d.2e68ed54_boundary\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nUser-Agent: SomeGenerator/1.0\nVersion: 1\nArrival-Date: Mon, 6 Oct 2025 09:20:00 +0000\nReporting-MTA: dns; mail.fbl.example\nSource-IP: 192.0.2.2\n\n--part1_13d.2e68ed54_boundary\nContent-Type: message/rfc822\nContent-Disposition: inline\n\nReturn-Path: <{sender}>\nFrom: \"Marketday\" <days@marketday.example>\nTo: <redacted@fbl.example>\nSubject: A new market day\n\nHello\n\n--part1_13d.2e68ed54_boundary--\n"
    ))
}

/// What a calendar answers, and how.
pub(super) struct Answer<'a> {
    pub(super) uid: &'a str,
    pub(super) attendee: &'a str,
    pub(super) method: &'a str,
    pub(super) participation: &'a str,
    pub(super) sequence: u32,
    pub(super) stamp: &'a str,
}

impl Answer<'_> {
    fn ics(&self, organiser: &str) -> String {
        crlf(&format!(
            "BEGIN:VCALENDAR\nPRODID:-//A client//EN\nVERSION:2.0\nCALSCALE:GREGORIAN\nMETHOD:{}\nBEGIN:VEVENT\nDTSTART:20270112T120000Z\nDTEND:20270112T121500Z\nDTSTAMP:{}\n{organiser}UID:{}\nATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT={};CN=Ada\n  Pitcher;X-NUM-GUESTS=0:mailto:{}\nCREATED:20251006T090000Z\nSEQUENCE:{}\nSUMMARY:Your pitch\nTRANSP:OPAQUE\nEND:VEVENT\nEND:VCALENDAR\n",
            self.method, self.stamp, self.uid, self.participation, self.attendee, self.sequence
        ))
    }

    /// As Google Calendar answers: twice, once as a file in base64, and by a machine.
    pub(super) fn of_google(&self, to: &str) -> String {
        use base64::Engine as _;
        let ics = self.ics(&format!("ORGANIZER;CN=North Exchange:mailto:{to}\n"));
        let file = base64::engine::general_purpose::STANDARD.encode(&ics);
        let lines: Vec<&str> = file
            .as_bytes()
            .chunks(76)
            .map(|line| std::str::from_utf8(line).expect("base64"))
            .collect();
        crlf(&format!(
            "Return-Path: <ada@gmail.example>\nReply-To: Ada <{0}>\nSender: Google Calendar <calendar-notification@google.com>\nAuto-Submitted: auto-generated\nMessage-ID: <calendar-1@google.com>\nDate: Mon, 06 Oct 2025 10:00:00 +0000\nSubject: Accepted: Your pitch @ Tue 12 Jan 2027\nFrom: Ada <{0}>\nTo: {to}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=\"000000000000mixed\"\n\n--000000000000mixed\nContent-Type: multipart/alternative; boundary=\"000000000000alt\"\n\n--000000000000alt\nContent-Type: text/plain; charset=\"UTF-8\"; format=flowed; delsp=yes\n\nAda has accepted this invitation.\n\n--000000000000alt\nContent-Type: text/calendar; charset=\"UTF-8\"; method={1}\nContent-Transfer-Encoding: 7bit\n\n{2}\n--000000000000alt--\n\n--000000000000mixed\nContent-Type: application/ics; name=\"invite.ics\"\nContent-Disposition: attachment; filename=\"invite.ics\"\nContent-Transfer-Encoding: base64\n\n{3}\n\n--000000000000mixed--\n",
            self.attendee,
            self.method,
            ics,
            lines.join("\n")
        ))
    }

    /// As Outlook.com answers: in base64 and without ORGANIZER.
    pub(super) fn of_outlook(&self, to: &str) -> String {
        use base64::Engine as _;
        let body = base64::engine::general_purpose::STANDARD.encode(self.ics(""));
        crlf(&format!(
            "Return-Path: {0}\nFrom: Ada Pitcher <{0}>\nTo: North Exchange <{to}>\nSubject: Tentative: Your pitch\nThread-Topic: Your pitch\nDate: Mon, 6 Oct 2025 10:00:00 +0000\nMessage-ID: <AM0PR01MB@AM0PR01MB.eurprd01.prod.exchangelabs.com>\nContent-Language: en-GB\nContent-Type: multipart/alternative;\n\tboundary=\"_000_AM0PR01MB_\"\nMIME-Version: 1.0\n\n--_000_AM0PR01MB_\nContent-Type: text/plain; charset=\"iso-8859-1\"\nContent-Transfer-Encoding: quoted-printable\n\n\n--_000_AM0PR01MB_\nContent-Type: text/calendar; charset=\"utf-8\"; method={1}\nContent-Transfer-Encoding: base64\n\n{2}\n\n--_000_AM0PR01MB_--\n",
            self.attendee, self.method, body
        ))
    }

    /// As Apple Calendar answers: the calendar alone, as a file.
    pub(super) fn of_apple(&self, to: &str) -> String {
        let ics = self.ics(&format!("ORGANIZER:mailto:{to}\n"));
        crlf(&format!(
            "Return-Path: <{0}>\nFrom: Ada Pitcher <{0}>\nMime-Version: 1.0 (Mac OS X Mail 16.0)\nSubject: Re: Your pitch\nMessage-Id: <6F9A@icloud.example>\nDate: Mon, 6 Oct 2025 10:00:00 +0000\nTo: {to}\nX-Mailer: iCal (11.0)\nContent-Type: multipart/mixed;\n\tboundary=\"Apple-Mail=_1\"\n\n--Apple-Mail=_1\nContent-Transfer-Encoding: 7bit\nContent-Type: text/calendar;\n\tcharset=utf-8;\n\tmethod={1};\n\tname=\"iCal-20251006-100000.ics\"\nContent-Disposition: attachment;\n\tfilename=\"iCal-20251006-100000.ics\"\n\n{2}\n--Apple-Mail=_1--\n",
            self.attendee, self.method, ics
        ))
    }
}
