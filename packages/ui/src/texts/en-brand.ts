/** What the page about the organisation's name and looks says (see en-admin.ts). */
export const EN_BRAND = {
  'admin.nav.brand': 'Branding',
  'admin.what.brand':
    'The name, the colour and the logo by which people know a page, a text or a call.',
  'brand.title': 'Branding',
  'brand.lead':
    'By name, colour and logo people know that a page, a text or a call is yours. Whoever changes them changes what people trust: every change names who made it.',
  'brand.words': 'Name and colour',
  'brand.name': 'Name of the organisation',
  'brand.name.hint':
    'Said in texts, calls and mails, and by authenticator apps. Empty: {settled}, as the settings file says. 2 to 40 Latin letters, digits and . , & ( ) - between them; no web address, no phone number.',
  'brand.colour.own': 'A colour of our own for buttons and links',
  'brand.colour': 'Colour',
  'brand.colour.hint':
    'Words in it must be readable, 4.5 to 1 on every light ground. For dark screens a lighter one is made of it.',
  'brand.colour.standard': 'Ours',
  'brand.save': 'Save name and colour',
  'brand.saved': 'Saved. Pages show it from the next time they are loaded.',
  'brand.logo': 'Logo',
  'brand.logo.none': 'No logo: pages show ours.',
  'brand.logo.now': 'The logo that pages show, {kilobytes} kB',
  'brand.logo.file': 'Picture',
  'brand.logo.file.hint': 'PNG, JPEG or WebP, 100 kB at most. Pages show it 40 pixels high.',
  'brand.logo.empty': 'Choose a picture of 100 kB at most.',
  'brand.logo.save': 'Save the logo',
  'brand.logo.remove': 'Remove the logo that there is',
} as const satisfies Readonly<Record<string, string>>;
