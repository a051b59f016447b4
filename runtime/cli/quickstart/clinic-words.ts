// The words that the synthetic clinic is made of. No family name of a patient is a word of the notes or a
// clinician's name, so that a search for protected values in what a client received cannot hit by chance.

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

export const FIRST_NAMES: readonly string[] = words(`
  Adaeze Alarik Beatrix Benedikt Calliope Casimir Delphine Dragan Eilidh Emeka
  Fenna Florian Ginevra Gustavo Henrike Hamza Ingrid Ignatius Jolanta Joaquin
  Katarzyna Kenji Leocadia Lorcan Maristela Matteus Nadezhda Niamh Octavia Oisin
  Philippa Pradeep Quintina Rosalind Rafferty Saoirse Stellan Thandiwe Tobiah Ursula
  Valentin Wilhelmina Xiomara Yevgenia Yusuf Zenobia Zoltan Ottilie Percival Renske
`);

export const LAST_NAMES: readonly string[] = words(`
  Abernathy Achterberg Bartoszek Bellweather Castellanos Crabtree Dankworth Dimitrova
  Eisenhart Entwistle Fairweather Featherstone Galbraith Goldfinch Hawthorne Higginbotham
  Inglethorpe Ivanenko Jankowski Jorgensen Kaltenbrunn Kowalczyk Lindqvist Longbottom
  Mbeki-Ross Merriweather Nakamoto Nordstrom Oberholzer Oyelaran Papadakis Pemberton
  Quackenbush Quillfeather Rosenthal Rutherglen Schwarzkopf Silverstein Thistlewood Tremblay
  Umberfield Underhill Vandermeer Villanueva Whitlock Winterbottom Yarborough Zimmerwald
  O'Shaughnessy D'Agostino Müllenbach Žižkovská Sørensgaard Peñaranda
`);

/** Names of cities with the first zip code used there. */
export const CITIES: readonly (readonly [string, number])[] = [
  ['Duluth', 55_801],
  ['Eau Claire', 54_701],
  ['Fargo', 58_102],
  ['La Crosse', 54_601],
  ['Mankato', 56_001],
  ['Rochester', 55_901],
  ['Saint Cloud', 56_301],
  ['Winona', 55_987],
];

export const DEPARTMENTS: readonly (readonly [string, readonly string[]])[] = [
  ['cardiology', ['chest pain', 'palpitations', 'follow-up after stent']],
  ['family medicine', ['annual visit', 'cough', 'back pain', 'vaccination']],
  ['oncology', ['chemotherapy cycle', 'staging', 'second opinion']],
  ['orthopaedics', ['knee pain', 'fracture check', 'shoulder injury']],
  ['psychiatry', ['medication review', 'first consultation']],
  ['emergency', ['fall', 'allergic reaction', 'laceration']],
];

export const FINDINGS: readonly string[] = [
  'Vitals stable, afebrile.',
  'Reports intermittent pain, worse in the evening.',
  'Blood pressure 142/88 on arrival, 130/80 after rest.',
  'Lungs clear, no edema.',
  'Wound healing well, sutures removed.',
  'HbA1c down to 6.9.',
  'Sleep improved, appetite fair.',
  'MRI shows no new lesion.',
];

export const PLANS: readonly string[] = [
  'Continue current medication.',
  'Start physiotherapy twice a week.',
  'Recheck in six weeks.',
  'Referred for imaging.',
  'Increase the dose to 20 mg daily.',
  'Discharged with instructions.',
];

export const STAFF: readonly string[] = ['Dr. Ahn', 'Dr. Bose', 'Dr. Cruz', 'Dr. Diallo', 'Dr. Egan', 'Dr. Fonseca'];
