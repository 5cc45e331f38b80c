"""Words of eligibility in Arabic, French and English: data, used by the offline tools and by the pages."""

from collections.abc import Mapping

from mouakaba.kernel.text import typeset

Words = Mapping[str, str]

LANGUAGES = ("ar", "fr", "en")


def _words(ar: str, fr: str, en: str) -> Words:
    return {"ar": ar, "fr": typeset(fr, "fr"), "en": en}


FACTS: Mapping[str, Words] = {
    "holder.birth_date": _words(
        "تاريخ ميلاد حامل المشروع",
        "Date de naissance du porteur de projet",
        "Birth date of the project holder",
    ),
    "holder.sex": _words("جنس حامل المشروع", "Sexe du porteur de projet", "Sex of the project holder"),
    "holder.region": _words(
        "جهة إقامة حامل المشروع",
        "Région de résidence du porteur de projet",
        "Region where the project holder lives",
    ),
    "holder.nationality": _words(
        "جنسية حامل المشروع", "Nationalité du porteur de projet", "Nationality of the project holder"
    ),
    "project.region": _words("جهة المشروع", "Région du projet", "Region of the project"),
    "project.province": _words("إقليم أو عمالة المشروع", "Province ou préfecture du projet", "Province of the project"),
    "project.commune": _words("جماعة المشروع", "Commune du projet", "Commune of the project"),
    "project.sector": _words("قطاع المشروع", "Secteur du projet", "Sector of the project"),
    "project.stage": _words("مرحلة المشروع", "Stade du projet", "Stage of the project"),
    "project.area": _words("وسط المشروع (حضري أو قروي)", "Milieu du projet", "Area of the project"),
    "project.jobs": _words("مناصب الشغل المرتقبة", "Emplois prévus par le projet", "Jobs expected from the project"),
    "project.supported_before": _words("دعم سابق للمشروع", "Projet déjà accompagné", "Project supported before"),
    "project.rural": _words("مشروع بالوسط القروي", "Projet en milieu rural", "Project in a rural area"),
    "project.pure_creation": _words(
        "مشروع إبداع فني صرف", "Projet de création artistique uniquement", "Project of artistic creation only"
    ),
    "project.amount": _words("المبلغ المطلوب (بالدرهم)", "Montant demandé (DH)", "Amount asked for (DH)"),
    "bearer.kind": _words("صفة حامل المشروع", "Nature du porteur", "Kind of bearer"),
    "organisation.legal_form": _words(
        "الشكل القانوني للمنظمة", "Forme juridique de l’organisation", "Legal form of the organisation"
    ),
    "organisation.region": _words("جهة مقر المنظمة", "Région du siège de l’organisation", "Region of the organisation"),
    "organisation.sector": _words("قطاع نشاط المنظمة", "Secteur de l’organisation", "Sector of the organisation"),
    "organisation.created_on": _words(
        "تاريخ تأسيس المنظمة", "Date de création de l’organisation", "Date the organisation was created"
    ),
    "organisation.turnover": _words(
        "رقم معاملات المنظمة (بالدرهم)",
        "Chiffre d’affaires de l’organisation (DH)",
        "Turnover of the organisation (DH)",
    ),
    "organisation.members": _words(
        "عدد أعضاء المنظمة", "Nombre de membres de l’organisation", "Number of members of the organisation"
    ),
    "organisation.women_youth_members": _words(
        "عدد النساء والشباب من الأعضاء",
        "Nombre de femmes et de jeunes parmi les membres",
        "Members who are women or young",
    ),
    "organisation.women_youth_percent": _words(
        "نسبة النساء والشباب من الأعضاء (%)", "Part des femmes et des jeunes (%)", "Share of women and youth (%)"
    ),
    "organisation.women_only": _words("كل الأعضاء نساء", "Tous les membres sont des femmes", "All members are women"),
    "organisation.age_months": _words(
        "عمر المنظمة بالأشهر", "Âge de l’organisation en mois", "Age of the organisation in months"
    ),
    "holder.age": _words("سن حامل المشروع", "Âge du porteur de projet", "Age of the project holder"),
    "holder.resident": _words(
        "حامل المشروع مقيم بالمغرب بصفة قانونية، أو مغربي مقيم بالخارج",
        "Porteur résidant légalement au Maroc, ou Marocain résidant à l’étranger",
        "Holder lawfully resident in Morocco, or a Moroccan living abroad",
    ),
    "project.cost": _words("كلفة المشروع (بالدرهم)", "Coût du projet (DH)", "Cost of the project (DH)"),
    "project.branch": _words("فرع النشاط", "Branche d’activité", "Branch of activity"),
    "project.innovative": _words("مشروع مبتكر", "Projet innovant", "Innovative project"),
    "project.green": _words(
        "مشروع أخضر (طاقة متجددة، ماء، نفايات، مناخ)",
        "Projet vert (énergie renouvelable, eau, déchets, climat)",
        "Green project (renewable energy, water, waste, climate)",
    ),
    "project.labelled_structure": _words(
        "مشروع تواكبه هيئة معتمدة",
        "Projet accompagné par une structure labellisée",
        "Project followed by a labelled structure",
    ),
    "project.in_creation": _words(
        "مقاولة أو تعاونية في طور الإحداث",
        "Entreprise ou coopérative en cours de création",
        "Firm or cooperative being created",
    ),
    "project.farming": _words("نشاط فلاحي", "Activité agricole", "Farming"),
    "project.exports_to_africa": _words("تصدير إلى بلدان إفريقيا", "Exportation vers l’Afrique", "Exports to Africa"),
    "project.property_development": _words("إنعاش عقاري", "Promotion immobilière", "Property development"),
    "project.investment_credit": _words(
        "قرض الاستثمار المطلوب (بالدرهم)", "Crédit d’investissement demandé (DH)", "Investment loan asked for (DH)"
    ),
    "project.stable_jobs_ratio": _words(
        "مناصب الشغل القارة لكل مليون درهم من الاستثمار",
        "Emplois stables par million de dirhams investi",
        "Stable jobs per million dirhams invested",
    ),
    "project.cooperative_planned": _words(
        "مشروع إحداث تعاونية", "Projet de création d’une coopérative", "Project to create a cooperative"
    ),
    "project.youth_led": _words("مشروع يحمله شباب", "Projet porté par des jeunes", "Project led by young people"),
}

VALUES: Mapping[str, Words] = {
    "MA-01": _words("طنجة-تطوان-الحسيمة", "Tanger-Tétouan-Al Hoceïma", "Tangier-Tetouan-Al Hoceima"),
    "MA-02": _words("الشرق", "l’Oriental", "Oriental"),
    "MA-03": _words("فاس-مكناس", "Fès-Meknès", "Fez-Meknes"),
    "MA-04": _words("الرباط-سلا-القنيطرة", "Rabat-Salé-Kénitra", "Rabat-Sale-Kenitra"),
    "MA-05": _words("بني ملال-خنيفرة", "Béni Mellal-Khénifra", "Beni Mellal-Khenifra"),
    "MA-06": _words("الدار البيضاء-سطات", "Casablanca-Settat", "Casablanca-Settat"),
    "MA-07": _words("مراكش-آسفي", "Marrakech-Safi", "Marrakesh-Safi"),
    "MA-08": _words("درعة-تافيلالت", "Drâa-Tafilalet", "Draa-Tafilalet"),
    "MA-09": _words("سوس-ماسة", "Souss-Massa", "Souss-Massa"),
    "MA-10": _words("كلميم-واد نون", "Guelmim-Oued Noun", "Guelmim-Oued Noun"),
    "MA-11": _words("العيون-الساقية الحمراء", "Laâyoune-Sakia El Hamra", "Laayoune-Sakia El Hamra"),
    "MA-12": _words("الداخلة-وادي الذهب", "Dakhla-Oued Ed-Dahab", "Dakhla-Oued Ed-Dahab"),
    "person": _words("شخص ذاتي", "personne physique", "person"),
    "organisation": _words("منظمة", "organisation", "organisation"),
    "group": _words("مجموعة أشخاص", "groupe de personnes", "group of persons"),
    "association": _words("جمعية", "association", "association"),
    "cooperative": _words("تعاونية", "coopérative", "cooperative"),
    "federation": _words(
        "فيدرالية أو شبكة جمعيات", "fédération ou réseau d’associations", "federation of associations"
    ),
    "foundation": _words("مؤسسة غير ربحية", "fondation", "foundation"),
    "company": _words("شركة", "société", "company"),
    "gie": _words("مجموعة ذات نفع اقتصادي", "groupement d’intérêt économique", "economic interest group"),
    "public": _words("هيئة عمومية", "organisme public", "public body"),
    "auto_entrepreneur": _words("مقاول ذاتي", "auto-entrepreneur", "self-employed person"),
    "organisation.legal_form=other": _words("شكل آخر", "autre forme", "other form"),
    "holder.sex=female": _words("أنثى", "femme", "female"),
    "holder.sex=male": _words("ذكر", "homme", "male"),
    "project.area=urban": _words("حضري", "urbain", "urban"),
    "project.area=rural": _words("قروي", "rural", "rural"),
    "project.stage=idea": _words("فكرة", "idée", "idea"),
    "project.stage=prototype": _words("نموذج أولي", "prototype", "prototype"),
    "project.stage=first_sales": _words("المبيعات الأولى", "premières ventes", "first sales"),
    "project.stage=running": _words("نشاط قائم", "activité en cours", "running activity"),
    "project.branch=agriculture": _words("الفلاحة", "agriculture", "agriculture"),
    "project.branch=crafts": _words("الصناعة التقليدية", "artisanat", "crafts"),
    "project.branch=services": _words("الخدمات", "services", "services"),
    "project.branch=tourism": _words("السياحة", "tourisme", "tourism"),
    "project.branch=industry": _words("الصناعة", "industrie", "industry"),
    "project.branch=digital": _words("المجال الرقمي", "numérique", "digital"),
    "project.branch=culture": _words("الثقافة", "culture", "culture"),
    "project.branch=trade": _words("التجارة", "commerce", "trade"),
    "project.branch=other": _words("فرع آخر", "autre branche", "another branch"),
    "project.sector=music": _words("الموسيقى", "musique", "music"),
    "project.sector=stage": _words(
        "المسرح والرقص وفنون الشارع", "théâtre, danse et arts de rue", "theatre, dance and street arts"
    ),
    "project.sector=film": _words("السينما والسمعي البصري", "cinéma et audiovisuel", "film and audiovisual"),
    "project.sector=visual_arts": _words(
        "الفنون التشكيلية والتصوير", "arts visuels et photo", "visual arts and photography"
    ),
    "project.sector=design_crafts": _words(
        "التصميم والصناعة التقليدية الإبداعية", "design et artisanat créatif", "design and creative crafts"
    ),
    "project.sector=fashion": _words(
        "الأزياء والنسيج والحلي", "mode, textile et bijou", "fashion, textile and jewellery"
    ),
    "project.sector=books": _words("الكتاب والنشر", "livre et édition", "books and publishing"),
    "project.sector=heritage": _words(
        "التراث والسياحة الثقافية", "patrimoine et tourisme culturel", "heritage and cultural tourism"
    ),
    "project.sector=games_digital": _words(
        "الألعاب والإبداع الرقمي", "jeux et création numérique", "games and digital creation"
    ),
    "project.sector=media": _words(
        "الإعلام الثقافي والبودكاست", "médias culturels et podcast", "cultural media and podcasts"
    ),
    "project.sector=events": _words(
        "التظاهرات والفضاءات الثقافية", "événements et lieux culturels", "cultural events and venues"
    ),
    "project.sector=arts_education": _words(
        "التربية الفنية والوساطة الثقافية", "éducation artistique et médiation", "arts education and outreach"
    ),
    "project.sector=other": _words("مجال آخر", "autre domaine", "another field"),
}

YES_NO: Mapping[bool, Words] = {True: _words("نعم", "oui", "yes"), False: _words("لا", "non", "no")}

MONTHS: Mapping[str, tuple[str, ...]] = {
    "ar": (
        "يناير",
        "فبراير",
        "مارس",
        "أبريل",
        "ماي",
        "يونيو",
        "يوليوز",
        "غشت",
        "شتنبر",
        "أكتوبر",
        "نونبر",
        "دجنبر",
    ),
    "fr": (
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ),
    "en": (
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ),
}

# What a test asks for. {a}, {b}: the values asked; {on}: the reference day; {years}: the upper age in words.
ASKED: Mapping[str, Words] = {
    "equals": _words("{a}", "{a}", "{a}"),
    "not_equals": _words("أي قيمة غير {a}", "toute autre valeur que {a}", "anything but {a}"),
    "in": _words("{a}", "une valeur parmi {a}", "one of {a}"),
    "not_in": _words("أي قيمة غير {a}", "toute autre valeur que {a}", "anything but {a}"),
    "at_least": _words("{a} على الأقل", "au moins {a}", "at least {a}"),
    "at_most": _words("{a} على الأكثر", "au plus {a}", "at most {a}"),
    "between": _words(
        "ما بين {a} و{b}، مع احتساب الحدين", "entre {a} et {b} inclus", "between {a} and {b}, both included"
    ),
    "between_dates": _words(
        "تاريخ من {a} إلى {b}، مع احتساب اليومين",
        "une date du {a} au {b} inclus",
        "a date from {a} to {b}, both included",
    ),
    "before": _words("تاريخ قبل {a}", "une date antérieure au {a}", "a date before {a}"),
    "after": _words("تاريخ بعد {a}", "une date postérieure au {a}", "a date after {a}"),
    "age_between": _words(
        "سن من {a} إلى {years} يوم {on}",
        "un âge de {a} à {years} au {on}",
        "an age from {a} to {years} on {on}",
    ),
    "age_exactly": _words("سن {years} يوم {on}", "un âge de {years} au {on}", "an age of {years} on {on}"),
    "is_true": _words("الجواب «نعم»", "la réponse « oui »", "the answer “yes”"),
    "is_false": _words("الجواب «لا»", "la réponse « non »", "the answer “no”"),
    "present": _words("أن تملأ هذه الخانة", "une réponse", "an answer"),
}

# A whole sentence for a rule of one test, by reason code.
SENTENCES: Mapping[str, Words] = {
    "holds": _words(
        "{fact}: {found}. الشرط مستوفى، والمطلوب: {asked}.",
        "{fact} : {found}. La règle est respectée ; elle demande : {asked}.",
        "{fact}: {found}. The rule is met; it asks for: {asked}.",
    ),
    "does_not_hold": _words(
        "{fact}: {found}. الشرط غير مستوفى، والمطلوب: {asked}.",
        "{fact} : {found}. La règle n’est pas respectée ; elle demande : {asked}.",
        "{fact}: {found}. The rule is not met; it asks for: {asked}.",
    ),
    "missing": _words(
        "{fact}: لا جواب بعد. المطلوب: {asked}.",
        "{fact} : pas encore de réponse. La règle demande : {asked}.",
        "{fact}: no answer yet. The rule asks for: {asked}.",
    ),
    "not_text": _words(
        "{fact}: القيمة {found} ليست نصا؛ اكتبها حروفا أو رمزا. المطلوب: {asked}.",
        "{fact} : {found} n’est pas un texte ; écrivez un mot ou un code. La règle demande : {asked}.",
        "{fact}: {found} is not a text; write a word or a code. The rule asks for: {asked}.",
    ),
    "not_a_number": _words(
        "{fact}: القيمة {found} ليست عددا؛ اكتبها بالأرقام وحدها، دون علامات اقتباس. المطلوب: {asked}.",
        "{fact} : {found} n’est pas un nombre ; écrivez-le en chiffres seuls, sans guillemets. "
        "La règle demande : {asked}.",
        "{fact}: {found} is not a number; write it in digits alone, without quotes. The rule asks for: {asked}.",
    ),
    "not_a_date": _words(
        "{fact}: القيمة {found} ليست تاريخا مقروءا؛ اكتب السنة ثم الشهر ثم اليوم، مثل {example}. المطلوب: {asked}.",
        "{fact} : {found} n’est pas une date lisible ; écrivez année-mois-jour, par exemple {example}. "
        "La règle demande : {asked}.",
        "{fact}: {found} is not a date that can be read; write year-month-day, for example {example}. "
        "The rule asks for: {asked}.",
    ),
    "not_yes_or_no": _words(
        "{fact}: القيمة {found} ليست نعم ولا لا؛ أجب بأحدهما (true أو false). المطلوب: {asked}.",
        "{fact} : {found} n’est ni oui ni non ; répondez par l’un des deux (true ou false). "
        "La règle demande : {asked}.",
        "{fact}: {found} is neither yes nor no; answer one of them (true or false). The rule asks for: {asked}.",
    ),
}

# A rule with several tests, one being enough.
SEVERAL: Mapping[str, Words] = {
    "no": _words(
        "لا تتوفر أي حالة من الحالات المقبولة: {clauses}.",
        "Aucun des cas acceptés n’est rempli : {clauses}.",
        "None of the accepted cases is met: {clauses}.",
    ),
    "cannot_tell": _words(
        "لا يمكن الجزم بعد؛ تكفي حالة واحدة مما يلي: {clauses}.",
        "On ne peut pas encore trancher ; un seul de ces cas suffit : {clauses}.",
        "It cannot be told yet; one of these cases is enough: {clauses}.",
    ),
}
CLAUSE = _words(
    "{fact}: {found} (المطلوب: {asked})",
    "{fact} : {found} (demandé : {asked})",
    "{fact}: {found} (asked: {asked})",
)
NO_ANSWER = _words("لا جواب بعد", "pas encore de réponse", "no answer yet")
UNREADABLE = _words("قيمة غير مقروءة: {found}", "valeur illisible : {found}", "unreadable value: {found}")
AGED = _words("{found}، أي {years}", "{found}, soit {years}", "{found}, that is {years}")
NOT_BORN = _words("{found}، أي بعد {on}", "{found}, soit après le {on}", "{found}, that is after {on}")
OR = _words(" أو ", " ou ", " or ")
COMMA = _words("، ", ", ", ", ")
LISTED = _words(" أو ", ", ", ", ")  # between the values of a choice; Arabic repeats "or"
SEMICOLON = _words("؛ ", " ; ", "; ")
