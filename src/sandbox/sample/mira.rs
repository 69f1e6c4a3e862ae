//! The first host's event types: enough for several pages, and one of every awkward sort.

use serde_json::{Value, json};

use super::Hours;
use super::catalogue::{EventType, Kind, Opens, Period, Profile};

const ME: &str = "mira-albrecht";
const TEAM: &str = "nordlicht-studio";
const TEAM_NAME: &str = "Nordlicht Studio";

/// Ordinary ones: address, name, minutes.
const PLAIN: &[(&str, &str, i64)] = &[
    ("15min", "15 Minute Meeting", 15),
    ("30min", "30 Minute Meeting", 30),
    ("60min", "60 Minute Meeting", 60),
    ("accessibility-audit", "Accessibility audit", 90),
    ("account-review", "Account review", 45),
    ("alumni-chat", "Alumni chat", 20),
    ("api-office-hour", "API office hour", 30),
    ("architecture-sketch", "Architecture sketch", 60),
    ("beta-feedback", "Beta feedback", 25),
    ("book-club", "Book club planning", 40),
    ("brand-workshop", "Brand workshop", 120),
    ("budget-check", "Budget check", 30),
    ("bug-triage", "Bug triage", 30),
    ("career-talk", "Career talk", 45),
    ("code-walk", "Code walk", 60),
    ("contract-questions", "Contract questions", 20),
    ("copy-desk", "Copy desk", 15),
    ("customer-interview", "Customer interview", 50),
    ("data-protection", "Data protection consultation", 60),
    ("demo-long", "Demo, the long one", 75),
    ("demo-short", "Demo, the short one", 20),
    ("design-crit", "Design critique", 45),
    ("exit-interview", "Exit interview", 30),
    ("feedback-loop", "Feedback loop", 15),
    ("grant-application", "Grant application help", 90),
    ("hiring-screen", "Hiring screen", 30),
    ("icon-consult", "Icon consultation", 25),
    ("illustration-brief", "Illustration brief", 40),
    ("investor-update", "Investor update", 30),
    ("kick-off", "Kick-off", 60),
    ("legal-sync", "Legal sync", 30),
    ("localisation", "Localisation questions", 30),
    ("mentoring", "Mentoring", 50),
    ("migration-plan", "Migration plan", 60),
    ("newsletter", "Newsletter planning", 30),
    ("onboarding-1", "Onboarding 1: first steps", 45),
    ("onboarding-2", "Onboarding 2: your team", 45),
    ("onboarding-3", "Onboarding 3: going live", 45),
    ("partner-call", "Partner call", 30),
    ("photo-session", "Photo session", 180),
    ("press-enquiry", "Press enquiry", 15),
    ("print-proof", "Print proof", 30),
    ("quarterly-review", "Quarterly review", 90),
    ("retro", "Retrospective", 60),
    ("sales-call", "Sales call", 30),
    ("security-review", "Security review", 60),
    ("speaker-prep", "Speaker preparation", 40),
    ("support-escalation", "Support escalation", 20),
    ("type-consult", "Type consultation", 30),
    ("usability-test", "Usability test", 75),
    ("vendor-check", "Vendor check", 30),
];

pub fn event_types() -> Vec<EventType> {
    let mut all: Vec<EventType> = PLAIN
        .iter()
        .enumerate()
        .map(|(number, (slug, name, minutes))| ordinary(number, slug, name, *minutes))
        .collect();
    let start = all.len();
    all.extend(
        special()
            .into_iter()
            .enumerate()
            .map(|(number, kind)| EventType {
                position: u64::try_from(start + number).unwrap_or_default(),
                ..kind
            }),
    );
    all
}

/// Plain, but not all the same: hours, buffers and steps change from one to the next.
fn ordinary(number: usize, slug: &str, name: &str, minutes: i64) -> EventType {
    let mut kind = EventType::new(ME, number, slug, name, minutes);
    kind.hours = match number % 9 {
        4 => Hours::Evenings,
        8 => Hours::Weekends,
        _ => Hours::Working,
    };
    kind.increment = match number % 4 {
        0 => 15,
        3 => 60,
        _ => 30,
    };
    if number % 5 == 3 {
        kind.buffers = (10, 15);
    }
    if slug == "customer-interview" {
        kind.questions = interview_questions();
    }
    kind
}

/// One of every type, and one that is switched off.
fn interview_questions() -> Value {
    let question = |position: u64, name: &str, kind: &str, choices: &[&str]| {
        json!({
            "name": name, "type": kind, "position": position, "enabled": position < 6, "required": position == 0,
            "answer_choices": choices, "include_other": position == 3,
        })
    };
    json!([
        question(0, "Company", "string", &[]),
        question(
            1,
            "How many are you?",
            "single_select",
            &["1", "2 to 10", "More"]
        ),
        question(
            2,
            "What do you use today?",
            "multi_select",
            &["Paper", "A spreadsheet", "Another tool"]
        ),
        question(
            3,
            "How did you hear of us?",
            "single_select",
            &["Search", "A talk"]
        ),
        question(4, "Telephone", "phone_number", &[]),
        question(5, "What would you like to talk about?", "text", &[]),
        question(6, "Fax number", "string", &[]),
    ])
}

fn own(slug: &str, name: &str, minutes: i64) -> EventType {
    EventType::new(ME, slug.len(), slug, name, minutes)
}

fn team(slug: &str, name: &str, minutes: i64) -> EventType {
    EventType {
        page: TEAM,
        profile: Profile::Team(TEAM_NAME),
        hosts: vec![ME, "tomas-reyes"],
        ..own(slug, name, minutes)
    }
}

fn text(text: &str) -> Option<String> {
    Some(text.to_owned())
}

fn special() -> Vec<EventType> {
    vec![
        EventType {
            description: text("Bring a laptop & <b>curiosity</b>.\nSeats are limited."),
            kind: Kind::Group { seats: 12 },
            increment: 60,
            ..own("type-workshop", "Type workshop (group)", 120)
        },
        EventType {
            kind: Kind::Group { seats: 3 },
            hours: Hours::Evenings,
            ..own("portfolio-evening", "Portfolio evening 🎨 (group)", 60)
        },
        EventType {
            pooling: Some("round_robin"),
            ..team("support", "Support: whoever is free", 30)
        },
        EventType {
            pooling: Some("collective"),
            ..team("project-pitch", "Project pitch with both of us", 45)
        },
        EventType {
            profile: Profile::None,
            ..own("no-profile", "Managed elsewhere", 30)
        },
        EventType {
            name: None,
            ..own("untitled", "", 30)
        },
        own(
            "long-name",
            "A conversation about everything that came up during the past quarter, what it means for the coming one, \
             who should know about it, and why the name of this event type is as long as names can possibly get",
            60,
        ),
        EventType {
            locale: "en",
            ..own("pgisha", "פגישת היכרות עם מירה (30 דקות)", 30)
        },
        own("istishara", "استشارة تصميم مجانية", 45),
        own("emoji", "👩🏽‍💻🤝👨‍👩‍👧‍👦 Family & code 🏳️‍🌈", 30),
        own("soudan", "デザイン相談（オンライン）", 60),
        own("hello", "\"Hello\" <em>&amp;</em> 'welcome'", 15),
        EventType {
            active: false,
            ..own("summer-school", "Summer school (closed)", 60)
        },
        EventType {
            active: false,
            secret: true,
            ..own("draft", "Draft, please ignore", 30)
        },
        EventType {
            secret: true,
            note: text("Only for the board"),
            ..own("board", "Board meeting (secret)", 60)
        },
        EventType {
            opens: Opens::NextMonth,
            period: Period::Moving(730),
            ..own("next-month", "Only from next month on", 30)
        },
        EventType {
            hours: Hours::Closed,
            ..own("never", "Fully booked for ever", 30)
        },
        EventType {
            hours: Hours::Nights,
            notice: 0,
            period: Period::Moving(730),
            ..own("night-shift", "Night shift handover", 30)
        },
        EventType {
            period: Period::Moving(10),
            notice: 1440,
            ..own("short-window", "The next ten days only", 30)
        },
        EventType {
            duration_options: vec![15, 30, 45, 60],
            ..own("you-choose", "You choose how long", 30)
        },
        EventType {
            admin_managed: true,
            ..own("managed", "Managed by the organization", 30)
        },
        EventType {
            paid: true,
            increment: 60,
            buffers: (15, 30),
            ..own("paid-session", "Paid session", 60)
        },
        EventType {
            adhoc: true,
            secret: true,
            ..own("one-off", "One-off with Elif", 50)
        },
        EventType {
            deleted: true,
            active: false,
            ..own("gone", "Deleted last year", 30)
        },
    ]
}
