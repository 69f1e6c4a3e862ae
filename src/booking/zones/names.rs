//! Other names of zones: old spellings, Windows ids, abbreviations, countries, large cities.
//!
//! Each table is one text of lines `name=zone,zone`, which costs far fewer bytes in the wasm than
//! a slice of pointers. The zones of a line are ordered by how likely they are meant.

/// The rows of a table: a name and its zones.
pub(super) fn rows(
    table: &'static str,
) -> impl Iterator<Item = (&'static str, impl Iterator<Item = &'static str> + Clone)> {
    table
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(name, zones)| (name, zones.split(',')))
}

/// The current spelling of an id, or the id itself.
pub(super) fn canonical(id: &str) -> &str {
    // Most ids are in no table at all, and finding that out at once makes a list of 600 cheap.
    if !LINKS.contains(id) {
        return id;
    }
    rows(LINKS)
        .find(|(_, olds)| olds.clone().any(|old| old == id))
        .map_or(id, |(current, _)| current)
}

/// Text as it is compared: lower-case, without accents, with every separator as a single space.
pub(super) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        let plain = match c {
            'A'..='Z' => c.to_ascii_lowercase(),
            '\u{c0}'..='\u{c5}' | '\u{e0}'..='\u{e5}' | '\u{100}'..='\u{105}' => 'a',
            '\u{c7}' | '\u{e7}' | '\u{106}'..='\u{10d}' => 'c',
            '\u{c8}'..='\u{cb}' | '\u{e8}'..='\u{eb}' | '\u{112}'..='\u{11b}' => 'e',
            '\u{cc}'..='\u{cf}' | '\u{ec}'..='\u{ef}' | '\u{128}'..='\u{131}' => 'i',
            '\u{141}' | '\u{142}' => 'l',
            '\u{d1}' | '\u{f1}' | '\u{143}'..='\u{148}' => 'n',
            '\u{d2}'..='\u{d6}' | '\u{d8}' | '\u{f2}'..='\u{f6}' | '\u{f8}' => 'o',
            '\u{150}' | '\u{151}' => 'o',
            '\u{158}' | '\u{159}' => 'r',
            '\u{15a}'..='\u{161}' => 's',
            '\u{d9}'..='\u{dc}' | '\u{f9}'..='\u{fc}' | '\u{168}'..='\u{173}' => 'u',
            '\u{dd}' | '\u{fd}' | '\u{ff}' => 'y',
            '\u{179}'..='\u{17e}' => 'z',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            // A letter typed on a Mac may come as a base and a combining mark.
            '\u{300}'..='\u{36f}' | '.' | '\'' | '\u{2019}' => continue,
            '_' | '/' | ',' | '(' | ')' => ' ',
            _ if c.is_whitespace() => ' ',
            _ => c,
        };
        if plain != ' ' || !(out.is_empty() || out.ends_with(' ')) {
            out.push(plain);
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Current ids and their old or other spellings (the `backward` file of the IANA database).
/// Browsers disagree about which one they return.
pub(super) const LINKS: &str = "\
Africa/Asmara=Africa/Asmera
Africa/Cairo=Egypt
America/Anchorage=US/Alaska
America/Argentina/Buenos_Aires=America/Buenos_Aires
America/Argentina/Catamarca=America/Catamarca
America/Argentina/Cordoba=America/Cordoba
America/Argentina/Jujuy=America/Jujuy
America/Argentina/Mendoza=America/Mendoza
America/Atikokan=America/Coral_Harbour
America/Chicago=US/Central
America/Denver=US/Mountain
America/Detroit=US/Michigan
America/Edmonton=Canada/Mountain
America/Halifax=Canada/Atlantic
America/Havana=Cuba
America/Indiana/Indianapolis=America/Indianapolis,America/Fort_Wayne,US/East-Indiana
America/Indiana/Knox=America/Knox_IN
America/Jamaica=Jamaica
America/Kentucky/Louisville=America/Louisville
America/Los_Angeles=US/Pacific
America/Manaus=Brazil/West
America/Mexico_City=Mexico/General
America/New_York=US/Eastern
America/Nuuk=America/Godthab
America/Phoenix=US/Arizona
America/Regina=Canada/Saskatchewan
America/Santiago=Chile/Continental
America/Sao_Paulo=Brazil/East
America/St_Johns=Canada/Newfoundland
America/Tijuana=America/Ensenada,America/Santa_Isabel,Mexico/BajaNorte
America/Toronto=Canada/Eastern,America/Montreal
America/Vancouver=Canada/Pacific
America/Winnipeg=Canada/Central
Asia/Ashgabat=Asia/Ashkhabad
Asia/Dhaka=Asia/Dacca
Asia/Ho_Chi_Minh=Asia/Saigon
Asia/Hong_Kong=Hongkong
Asia/Jerusalem=Israel,Asia/Tel_Aviv
Asia/Kathmandu=Asia/Katmandu
Asia/Kolkata=Asia/Calcutta
Asia/Macau=Asia/Macao
Asia/Makassar=Asia/Ujung_Pandang
Asia/Seoul=ROK
Asia/Shanghai=PRC,Asia/Chongqing,Asia/Chungking,Asia/Harbin
Asia/Singapore=Singapore
Asia/Taipei=ROC
Asia/Tehran=Iran
Asia/Thimphu=Asia/Thimbu
Asia/Tokyo=Japan
Asia/Ulaanbaatar=Asia/Ulan_Bator
Asia/Urumqi=Asia/Kashgar
Asia/Yangon=Asia/Rangoon
Atlantic/Faroe=Atlantic/Faeroe
Australia/Adelaide=Australia/South
Australia/Brisbane=Australia/Queensland
Australia/Darwin=Australia/North
Australia/Hobart=Australia/Tasmania
Australia/Melbourne=Australia/Victoria
Australia/Perth=Australia/West
Australia/Sydney=Australia/ACT,Australia/Canberra,Australia/NSW
Europe/Dublin=Eire
Europe/Istanbul=Turkey,Asia/Istanbul
Europe/Kyiv=Europe/Kiev
Europe/Lisbon=Portugal
Europe/London=GB,GB-Eire
Europe/Moscow=W-SU
Europe/Warsaw=Poland
Pacific/Auckland=NZ
Pacific/Chuuk=Pacific/Truk,Pacific/Yap
Pacific/Honolulu=US/Hawaii
Pacific/Kanton=Pacific/Enderbury
Pacific/Pago_Pago=Pacific/Samoa,US/Samoa
Pacific/Pohnpei=Pacific/Ponape
UTC=Etc/UTC,Etc/UCT,Etc/Universal,Etc/Zulu,UCT,Universal,Zulu
Etc/GMT=GMT,Etc/Greenwich,Greenwich,GMT0,Etc/GMT0,GMT+0,GMT-0,Etc/GMT+0,Etc/GMT-0";

/// The common ids of Windows and Outlook (`windowsZones.xml` of the Unicode CLDR).
pub(super) const WINDOWS: &str = "\
afghanistan standard time=Asia/Kabul
alaskan standard time=America/Anchorage
arab standard time=Asia/Riyadh
arabian standard time=Asia/Dubai
argentina standard time=America/Argentina/Buenos_Aires
atlantic standard time=America/Halifax
aus central standard time=Australia/Darwin
aus eastern standard time=Australia/Sydney
bangladesh standard time=Asia/Dhaka
canada central standard time=America/Regina
cen australia standard time=Australia/Adelaide
central america standard time=America/Guatemala
central asia standard time=Asia/Bishkek
central europe standard time=Europe/Budapest
central european standard time=Europe/Warsaw
central pacific standard time=Pacific/Guadalcanal
central standard time mexico=America/Mexico_City
central standard time=America/Chicago
china standard time=Asia/Shanghai
e africa standard time=Africa/Nairobi
e australia standard time=Australia/Brisbane
e europe standard time=Europe/Chisinau
e south america standard time=America/Sao_Paulo
eastern standard time mexico=America/Cancun
eastern standard time=America/New_York
egypt standard time=Africa/Cairo
fle standard time=Europe/Kyiv
georgian standard time=Asia/Tbilisi
gmt standard time=Europe/London
greenwich standard time=Atlantic/Reykjavik
gtb standard time=Europe/Bucharest
hawaiian standard time=Pacific/Honolulu
india standard time=Asia/Kolkata
iran standard time=Asia/Tehran
israel standard time=Asia/Jerusalem
jordan standard time=Asia/Amman
korea standard time=Asia/Seoul
middle east standard time=Asia/Beirut
morocco standard time=Africa/Casablanca
mountain standard time mexico=America/Mazatlan
mountain standard time=America/Denver
myanmar standard time=Asia/Yangon
nepal standard time=Asia/Kathmandu
new zealand standard time=Pacific/Auckland
newfoundland standard time=America/St_Johns
pacific sa standard time=America/Santiago
pacific standard time mexico=America/Tijuana
pacific standard time=America/Los_Angeles
pakistan standard time=Asia/Karachi
romance standard time=Europe/Paris
russian standard time=Europe/Moscow
sa eastern standard time=America/Cayenne
sa pacific standard time=America/Bogota
sa western standard time=America/La_Paz
se asia standard time=Asia/Bangkok
singapore standard time=Asia/Singapore
south africa standard time=Africa/Johannesburg
sri lanka standard time=Asia/Colombo
taipei standard time=Asia/Taipei
tasmania standard time=Australia/Hobart
tokyo standard time=Asia/Tokyo
turkey standard time=Europe/Istanbul
us eastern standard time=America/Indiana/Indianapolis
us mountain standard time=America/Phoenix
utc=UTC
venezuela standard time=America/Caracas
w australia standard time=Australia/Perth
w central africa standard time=Africa/Lagos
w europe standard time=Europe/Berlin
west asia standard time=Asia/Tashkent
west pacific standard time=Pacific/Port_Moresby";

/// Abbreviations and the words that people use in their place. Winter and summer forms lead to the
/// same places, because few say the right one.
pub(super) const ABBREVIATIONS: &str = "\
acst=Australia/Adelaide,Australia/Darwin
acdt=Australia/Adelaide
adt=America/Halifax
aedt=Australia/Sydney,Australia/Melbourne,Australia/Hobart
aest=Australia/Sydney,Australia/Melbourne,Australia/Brisbane,Australia/Hobart
akdt=America/Anchorage
akst=America/Anchorage
ast=America/Halifax,America/Puerto_Rico,Asia/Riyadh
awst=Australia/Perth
brt=America/Sao_Paulo
bst=Europe/London
cat=Africa/Maputo,Africa/Harare,Africa/Lusaka
cdt=America/Chicago,America/Winnipeg,America/Havana
central time=America/Chicago
cest=Europe/Berlin,Europe/Paris,Europe/Madrid,Europe/Rome,Europe/Amsterdam,Europe/Vienna,Europe/Zurich,Europe/Brussels,Europe/Stockholm,Europe/Warsaw
cet=Europe/Berlin,Europe/Paris,Europe/Madrid,Europe/Rome,Europe/Amsterdam,Europe/Vienna,Europe/Zurich,Europe/Brussels,Europe/Stockholm,Europe/Warsaw
cst=America/Chicago,America/Winnipeg,America/Mexico_City,America/Costa_Rica,Asia/Shanghai
ct=America/Chicago
eastern time=America/New_York,America/Toronto
eat=Africa/Nairobi
edt=America/New_York,America/Toronto,America/Detroit
eest=Europe/Athens,Europe/Helsinki,Europe/Kyiv,Europe/Bucharest
eet=Europe/Athens,Europe/Helsinki,Europe/Kyiv,Europe/Bucharest,Africa/Cairo
est=America/New_York,America/Toronto,America/Detroit,America/Panama,America/Jamaica
et=America/New_York,America/Toronto
hkt=Asia/Hong_Kong
hst=Pacific/Honolulu
ict=Asia/Bangkok,Asia/Ho_Chi_Minh
idt=Asia/Jerusalem
ist=Asia/Kolkata,Europe/Dublin,Asia/Jerusalem
jst=Asia/Tokyo
kst=Asia/Seoul
mdt=America/Denver,America/Edmonton
mountain time=America/Denver
msk=Europe/Moscow
mst=America/Denver,America/Phoenix,America/Edmonton
mt=America/Denver
ndt=America/St_Johns
npt=Asia/Kathmandu
nst=America/St_Johns
nzdt=Pacific/Auckland
nzst=Pacific/Auckland
pacific time=America/Los_Angeles
pdt=America/Los_Angeles,America/Tijuana
pht=Asia/Manila
pkt=Asia/Karachi
pst=America/Los_Angeles,America/Tijuana,Asia/Manila
pt=America/Los_Angeles
sast=Africa/Johannesburg
sgt=Asia/Singapore
trt=Europe/Istanbul
wast=Africa/Lagos
wat=Africa/Lagos
west=Europe/Lisbon
wet=Europe/Lisbon,Atlantic/Canary
wib=Asia/Jakarta
zulu=UTC
gmt=Etc/GMT,Europe/London
utc=UTC";

/// Countries by their English names and a few others, with the zones where most people live.
pub(super) const COUNTRIES: &str = "\
algeria=Africa/Algiers
argentina=America/Argentina/Buenos_Aires,America/Argentina/Cordoba
australia=Australia/Sydney,Australia/Melbourne,Australia/Brisbane,Australia/Adelaide,Australia/Perth,Australia/Darwin,Australia/Hobart
austria=Europe/Vienna
bangladesh=Asia/Dhaka
belgium=Europe/Brussels
bolivia=America/La_Paz
brasil=America/Sao_Paulo
brazil=America/Sao_Paulo,America/Fortaleza,America/Manaus,America/Bahia,America/Recife
britain=Europe/London
bulgaria=Europe/Sofia
canada=America/Toronto,America/Vancouver,America/Edmonton,America/Winnipeg,America/Halifax,America/St_Johns,America/Regina
chile=America/Santiago
china=Asia/Shanghai,Asia/Urumqi
colombia=America/Bogota
costa rica=America/Costa_Rica
croatia=Europe/Zagreb
cuba=America/Havana
cyprus=Asia/Nicosia
czechia=Europe/Prague
czech republic=Europe/Prague
denmark=Europe/Copenhagen
deutschland=Europe/Berlin
ecuador=America/Guayaquil
egypt=Africa/Cairo
emirates=Asia/Dubai
england=Europe/London
espana=Europe/Madrid
estonia=Europe/Tallinn
ethiopia=Africa/Addis_Ababa
finland=Europe/Helsinki
france=Europe/Paris
germany=Europe/Berlin
ghana=Africa/Accra
greece=Europe/Athens
hungary=Europe/Budapest
iceland=Atlantic/Reykjavik
india=Asia/Kolkata
indonesia=Asia/Jakarta,Asia/Makassar,Asia/Jayapura
iran=Asia/Tehran
iraq=Asia/Baghdad
ireland=Europe/Dublin
israel=Asia/Jerusalem
italia=Europe/Rome
italy=Europe/Rome
japan=Asia/Tokyo
jordan=Asia/Amman
kazakhstan=Asia/Almaty,Asia/Qyzylorda
kenya=Africa/Nairobi
korea=Asia/Seoul
latvia=Europe/Riga
lebanon=Asia/Beirut
lithuania=Europe/Vilnius
luxembourg=Europe/Luxembourg
malaysia=Asia/Kuala_Lumpur
malta=Europe/Malta
mexico=America/Mexico_City,America/Monterrey,America/Tijuana,America/Cancun
morocco=Africa/Casablanca
nederland=Europe/Amsterdam
nepal=Asia/Kathmandu
netherlands=Europe/Amsterdam
new zealand=Pacific/Auckland,Pacific/Chatham
nigeria=Africa/Lagos
norway=Europe/Oslo
osterreich=Europe/Vienna
pakistan=Asia/Karachi
peru=America/Lima
philippines=Asia/Manila
poland=Europe/Warsaw
polska=Europe/Warsaw
portugal=Europe/Lisbon,Atlantic/Madeira,Atlantic/Azores
romania=Europe/Bucharest
russia=Europe/Moscow,Asia/Yekaterinburg,Asia/Novosibirsk,Asia/Vladivostok,Europe/Samara,Asia/Omsk,Asia/Krasnoyarsk,Asia/Irkutsk
saudi arabia=Asia/Riyadh
schweiz=Europe/Zurich
scotland=Europe/London
serbia=Europe/Belgrade
singapore=Asia/Singapore
slovakia=Europe/Bratislava
slovenia=Europe/Ljubljana
south africa=Africa/Johannesburg
south korea=Asia/Seoul
spain=Europe/Madrid,Atlantic/Canary
sri lanka=Asia/Colombo
suisse=Europe/Zurich
sweden=Europe/Stockholm
switzerland=Europe/Zurich
taiwan=Asia/Taipei
tanzania=Africa/Dar_es_Salaam
thailand=Asia/Bangkok
tunisia=Africa/Tunis
turkey=Europe/Istanbul
turkiye=Europe/Istanbul
uae=Asia/Dubai
uganda=Africa/Kampala
uk=Europe/London
ukraine=Europe/Kyiv
united arab emirates=Asia/Dubai
united kingdom=Europe/London
united states=America/New_York,America/Chicago,America/Denver,America/Los_Angeles,America/Phoenix,America/Anchorage,Pacific/Honolulu
uruguay=America/Montevideo
us=America/New_York,America/Chicago,America/Denver,America/Los_Angeles,America/Phoenix,America/Anchorage,Pacific/Honolulu
usa=America/New_York,America/Chicago,America/Denver,America/Los_Angeles,America/Phoenix,America/Anchorage,Pacific/Honolulu
uzbekistan=Asia/Tashkent
venezuela=America/Caracas
vietnam=Asia/Ho_Chi_Minh
wales=Europe/London";

/// Large cities and regions that no id names.
pub(super) const CITIES: &str = "\
abu dhabi=Asia/Dubai
alberta=America/Edmonton
ankara=Europe/Istanbul
antwerp=Europe/Brussels
arizona=America/Phoenix
atlanta=America/New_York
austin=America/Chicago
bangalore=Asia/Kolkata
barcelona=Europe/Madrid
basel=Europe/Zurich
beijing=Asia/Shanghai
bengaluru=Asia/Kolkata
bombay=Asia/Kolkata
bordeaux=Europe/Paris
boston=America/New_York
brasilia=America/Sao_Paulo
calgary=America/Edmonton
california=America/Los_Angeles
canberra=Australia/Sydney
cape town=Africa/Johannesburg
chennai=Asia/Kolkata
cologne=Europe/Berlin
dallas=America/Chicago
delhi=Asia/Kolkata
dusseldorf=Europe/Berlin
edinburgh=Europe/London
florida=America/New_York
frankfurt=Europe/Berlin
geneva=Europe/Zurich
gothenburg=Europe/Stockholm
guangzhou=Asia/Shanghai
hamburg=Europe/Berlin
hanoi=Asia/Ho_Chi_Minh
hawaii=Pacific/Honolulu
houston=America/Chicago
hyderabad=Asia/Kolkata
islamabad=Asia/Karachi
koln=Europe/Berlin
krakow=Europe/Warsaw
kyoto=Asia/Tokyo
las vegas=America/Los_Angeles
lyon=Europe/Paris
manchester=Europe/London
marseille=Europe/Paris
miami=America/New_York
milan=Europe/Rome
minneapolis=America/Chicago
montreal=America/Toronto
mumbai=Asia/Kolkata
munchen=Europe/Berlin
munich=Europe/Berlin
naples=Europe/Rome
new delhi=Asia/Kolkata
new york city=America/New_York
nyc=America/New_York
osaka=Asia/Tokyo
ottawa=America/Toronto
philadelphia=America/New_York
porto=Europe/Lisbon
portland=America/Los_Angeles
pune=Asia/Kolkata
quebec=America/Toronto
rio de janeiro=America/Sao_Paulo
rotterdam=Europe/Amsterdam
saint petersburg=Europe/Moscow
salt lake city=America/Denver
san diego=America/Los_Angeles
san francisco=America/Los_Angeles
seattle=America/Los_Angeles
shenzhen=Asia/Shanghai
silicon valley=America/Los_Angeles
stuttgart=Europe/Berlin
tel aviv=Asia/Jerusalem
texas=America/Chicago
the hague=Europe/Amsterdam
valencia=Europe/Madrid
washington=America/New_York
washington dc=America/New_York
wellington=Pacific/Auckland";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_separators_do_not_matter() {
        for (text, folded) in [
            ("S\u{e3}o  Paulo ", "sao paulo"),
            ("America/New_York", "america new york"),
            ("Z\u{dc}RICH", "zurich"),
            ("Krako\u{301}w", "krakow"),
            ("St. John\u{2019}s", "st johns"),
            ("UTC\u{2212}5", "utc-5"),
            ("\u{2003}", ""),
        ] {
            assert_eq!(fold(text), folded);
        }
    }

    #[test]
    fn every_zone_in_the_tables_exists_and_every_name_is_folded() {
        for table in [WINDOWS, ABBREVIATIONS, COUNTRIES, CITIES] {
            for (name, zones) in rows(table) {
                assert_eq!(fold(name), name);
                for zone in zones {
                    assert_eq!(canonical(zone), zone, "{name} names an old spelling");
                    assert!(
                        jiff::tz::TimeZoneDatabase::bundled().get(zone).is_ok(),
                        "{zone}"
                    );
                }
            }
            assert_eq!(rows(table).count(), table.lines().count());
        }
    }

    #[test]
    fn both_spellings_of_a_link_have_the_same_clocks() {
        let jump = jiff::Timestamp::from_second(1_782_000_000).unwrap();
        for (current, olds) in rows(LINKS) {
            let offset = |id: &str| {
                jiff::tz::TimeZoneDatabase::bundled()
                    .get(id)
                    .unwrap()
                    .to_offset(jump)
            };
            for old in olds {
                assert_eq!(offset(current), offset(old), "{old}");
                assert_eq!(canonical(old), current);
            }
        }
    }
}
