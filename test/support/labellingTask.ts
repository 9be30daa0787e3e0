import { createRandom } from '../../src/engines/baseline/random.ts';

export interface ChatRow {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** Twelve kinds of messages to a shop, each with ways to say it. */
const wordings: Readonly<Record<string, readonly string[]>> = {
  billing_refund: ['a refund', 'my money back', 'being charged twice', 'a double charge', 'returning my payment'],
  password_reset: [
    'my password',
    'my forgotten login',
    'signing in, it refuses me',
    'being locked out',
    'new credentials',
  ],
  shipping_delay: ['a late package', 'a delayed delivery', 'a parcel that has not arrived', 'a shipment that is stuck'],
  cancel_subscription: [
    'cancelling my plan',
    'how to unsubscribe',
    'stopping the subscription',
    'ending my membership',
  ],
  product_damaged: ['a broken lamp', 'a cracked screen', 'a damaged box', 'scratches on the table', 'a dented kettle'],
  wrong_item: [
    'the wrong product',
    'an item I never ordered',
    'a different colour',
    'an incorrect size',
    'somebody else’s order',
  ],
  technical_bug: ['an app that crashes', 'an error message', 'a window that freezes', 'a bug', 'a screen going blank'],
  feature_request: ['a feature I would love', 'a suggestion', 'adding dark mode', 'support for tablets', 'a wish'],
  invoice_copy: [
    'my invoice',
    'a copy of the receipt',
    'a tax document',
    'a statement for accounting',
    'VAT on the bill',
  ],
  address_change: ['my new address', 'moving house', 'updating my street', 'having relocated', 'another door number'],
  warranty_claim: ['the warranty', 'a guarantee', 'a repair after months of use', 'a claim for a defect'],
  store_hours: ['your opening hours', 'when you close', 'shopping on Sunday', 'the timetable of the store'],
};
const openings = ['Hi,', 'Hello there,', 'Hey team,', 'Good morning,', '', 'Dear support,', 'Quick question:'];
const frames = [
  'I have an issue about',
  'this is regarding',
  'can you help with',
  'I am writing because of',
  'we spoke about',
];
const endings = [
  'Thanks!',
  'Please answer soon.',
  'It is order 1234.',
  'No rush.',
  'Regards, Anna',
  'What should I do?',
  '',
];

/** Messages in varied wording with one of twelve labels each, in random order; a third is held out. */
export function labellingTask(examples: number, seed: number): { training: ChatRow[]; heldOut: ChatRow[] } {
  const random = createRandom(seed);
  const pick = (texts: readonly string[]): string => texts[Math.floor(random() * texts.length)]!;
  const labels = Object.keys(wordings);
  const rows = Array.from({ length: examples }, (_, index) => {
    const label = labels[index % labels.length]!;
    const text = [pick(openings), pick(frames), `${pick(wordings[label]!)}.`, pick(endings)].join(' ').trim();
    const messages = [
      { role: 'system', content: 'Label the message.' },
      { role: 'user', content: text },
      { role: 'assistant', content: label },
    ];
    return { order: random(), messages };
  });
  rows.sort((a, b) => a.order - b.order);
  const cut = Math.floor((2 * examples) / 3);
  const plain = rows.map(({ messages }) => ({ messages }));
  return { training: plain.slice(0, cut), heldOut: plain.slice(cut) };
}
