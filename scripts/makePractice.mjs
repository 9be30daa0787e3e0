// Writes media/sample/practice.jsonl: 5,000 examples put together from phrases, for a run that is long enough to pause and
// resume by hand. Seeded: the same bytes each time.
import { readFileSync, writeFileSync } from 'node:fs';

const size = 5000;
const folder = new URL('../media/sample/', import.meta.url);
const [{ messages }] = readFileSync(new URL('validation.jsonl', folder), 'utf8').trim().split('\n').map(JSON.parse);
const system = messages[0].content;

/** For each code: what people say they feel, and what they add. */
const complaints = {
  'L23.7 Allergic contact dermatitis due to plants, except food': [
    ['an itchy rash with small blisters', 'red streaks that itch like mad', 'a weeping rash on my arms'],
    ['after clearing ivy', 'since I pulled weeds in the garden', 'where the leaves touched me'],
  ],
  'S93.401A Sprain of unspecified ligament of right ankle, initial encounter': [
    ['a swollen right ankle', 'sharp pain in my right ankle when I walk', 'a bruise around my right ankle'],
    ['after I missed a step', 'since I rolled it at football', 'after slipping off the kerb'],
  ],
  'G56.01 Carpal tunnel syndrome, right upper limb': [
    ['numb fingers in my right hand', 'tingling in my right thumb and index finger', 'a weak grip on the right side'],
    ['and it wakes me at night', 'after a day at the keyboard', 'and shaking the hand helps'],
  ],
  'M54.50 Low back pain, unspecified': [
    ['an ache across my lower back', 'a stiff lower back', 'pain low in my back when I bend'],
    ['and no reason I can think of', 'and it does not go into my legs', 'when I get out of the car'],
  ],
  'J02.9 Acute pharyngitis, unspecified': [
    ['a sore throat', 'a raw, scratchy throat', 'pain when I swallow'],
    ['and a bit of a fever', 'and it looks red at the back', 'and no cough at all'],
  ],
  "H60.331 Swimmer's ear, right ear": [
    ['a sore right ear canal', 'an itchy right ear that hurts when I pull it', 'a wet discharge from my right ear'],
    ['after a week at the pool', 'since I swam in the lake', 'after diving lessons'],
  ],
  'I10 Essential (primary) hypertension': [
    ['high blood pressure readings', 'a blood pressure of 160 over 95', 'raised pressure on my home monitor'],
    ['at every visit', 'and otherwise I feel well', 'and it runs in my family'],
  ],
  'J20.9 Acute bronchitis, unspecified': [
    ['a deep cough with phlegm', 'a rattling cough', 'a chesty cough that keeps me up'],
    ['since I had a cold', 'and my chest aches from coughing', 'and I bring up yellow stuff'],
  ],
  'B35.3 Tinea pedis': [
    ['peeling skin between my toes', 'itchy, cracked feet', 'white, soggy skin between my toes'],
    ['from the gym showers, I think', 'and it smells', 'and it burns in my work boots'],
  ],
  'K21.9 Gastro-esophageal reflux disease without esophagitis': [
    ['heartburn', 'a burning feeling behind my breastbone', 'sour liquid that comes up'],
    ['after every big meal', 'when I lie down', 'after coffee'],
  ],
  'N39.0 Urinary tract infection, site not specified': [
    ['burning when I pass water', 'a constant need to pee', 'cloudy urine that smells'],
    ['and only drops come', 'and pressure low in my belly', 'and I run to the toilet all day'],
  ],
  'G43.909 Migraine, unspecified, not intractable, without status migrainosus': [
    ['a throbbing headache on one side', 'a pounding head with nausea', 'headaches that make light unbearable'],
    ['and I must lie in the dark', 'and noise makes it worse', 'a few times a month'],
  ],
  'J45.909 Unspecified asthma, uncomplicated': [
    ['wheezing', 'a tight chest with a whistle in it', 'short breath that my inhaler settles'],
    ['when I run in the cold', 'around cats', 'since I was a child, well controlled'],
  ],
  'G47.00 Insomnia, unspecified': [
    ['trouble falling asleep', 'nights in which I lie awake', 'waking at three and staying awake'],
    ['and I am worn out by day', 'whatever I try', 'and nothing worries me in particular'],
  ],
  'K59.00 Constipation, unspecified': [
    ['hard stools', 'no bowel movement for four days', 'straining on the toilet'],
    ['and I feel bloated', 'since I changed my diet', 'and it hurts to push'],
  ],
  'H10.9 Unspecified conjunctivitis': [
    ['a red, sticky eye', 'crusted lids in the morning', 'pink, watery eyes'],
    ['and it feels like sand', 'that spread to the other side', 'and the light is a bother'],
  ],
  'E11.9 Type 2 diabetes mellitus without complications': [
    ['raised sugar on my blood test', 'type 2 diabetes on tablets', 'a high long-term sugar value'],
    ['and I am here for my check', 'and no trouble with eyes or feet', 'found at a routine test'],
  ],
  'J30.1 Allergic rhinitis due to pollen': [
    ['a runny nose and sneezing', 'sneezing fits', 'a blocked, itchy nose'],
    ['when the birches bloom', 'each spring', 'whenever the grass is cut'],
  ],
};
const openers = [
  'I have',
  'I came because of',
  'For days now it has been',
  "I've noticed",
  'My main trouble is',
  'Doctor, it is',
];
const spans = [
  'since yesterday',
  'for three days',
  'for about a week',
  'for two weeks now',
  'since last month',
  'on and off for a while',
];

/** mulberry32: small, seeded, good enough to deal cards. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const rows = [];
for (const [answer, [feelings, additions]] of Object.entries(complaints)) {
  for (const opener of openers) {
    for (const feeling of feelings) {
      for (const addition of additions) {
        for (const span of spans) rows.push([`${opener} ${feeling}, ${addition}, ${span}.`, answer]);
      }
    }
  }
}
const next = random(1);
for (let i = rows.length - 1; i > 0; i--) {
  const j = Math.floor(next() * (i + 1));
  [rows[i], rows[j]] = [rows[j], rows[i]];
}
const text = rows.slice(0, size).map(([user, assistant]) => {
  const example = [
    { role: 'system', content: system },
    { role: 'user', content: user },
    { role: 'assistant', content: assistant },
  ];
  return `{"messages": [${example.map(({ role, content }) => `{"role": "${role}", "content": ${JSON.stringify(content)}}`).join(', ')}]}\n`;
});
writeFileSync(new URL('practice.jsonl', folder), text.join(''));
