/* The web editor, /admin/: it starts Sveltia CMS, and adds the one kind of field that the content needs besides its own.

  A field "lines" holds one entry a line, as editors say it: `编写：甲、乙` for a byline, `某报｜2026-02-05｜本报记者 甲` for a
  source, one region a line. What cannot be read stays a text, and `check` names it. */
import CMS from './vendor/sveltia-cms.js';

const plain = value => value && value.toJS ? value.toJS() : value;
const listed = value => Array.isArray(value) ? value : value ? [value] : [];
const DAY = /^\d{4}-\d\d-\d\d$/, WEB = /^https?:/;

const FORMS = {
  bylines: {
    say: entry => typeof entry === 'string' ? [entry]
      : Object.entries(entry).map(([role, names]) => `${role}：${listed(names).join('、')}`),
    read: line => {
      const [, role, names] = line.match(/^([^：:]+)[：:]\s*(.+)$/) || [];
      return role ? {[role.trim()]: names.split(/[、，,]/).map(name => name.trim()).filter(Boolean)} : line;
    },
  },
  sources: {
    say: entry => entry === 'and others' ? ['等'] : typeof entry === 'string' ? [entry]
      : [[entry.name, entry.date, entry.credit, entry.url].filter(Boolean).join('｜')],
    read: line => {
      if (line === '等') return 'and others';
      const [name, ...rest] = line.split(/[｜|]/).map(part => part.trim());
      const source = {name};
      for (const part of rest.filter(Boolean))
        source[DAY.test(part) ? 'date' : WEB.test(part) ? 'url' : 'credit'] = part;
      return rest.length ? source : name;
    },
  },
  texts: {say: entry => [String(entry)], read: line => line},
};

const read = (form, text) =>
  text.split('\n').map(line => line.trim()).filter(Boolean).map(FORMS[form].read);

/* Its text is the browser's while it is being typed: written anew at each key, it would move the cursor. */
function Lines({value, field, forID, classNameWrapper, onChange}) {
  const form = field.get('form'), choices = listed(plain(field.get('choices')));
  const text = listed(plain(value)).flatMap(FORMS[form].say).join('\n');
  const area = window.h('textarea', {
    id: forID, className: `${classNameWrapper} nuanwen-lines`, rows: Math.max(2, text.split('\n').length + 1), defaultValue: text,
    onChange: event => onChange(read(form, event.target.value)),
  });
  if (!choices.length) return area;
  const add = event => {
    const chosen = event.target.value;
    if (!choices.includes(chosen)) return;
    const box = document.getElementById(forID), lines = read(form, box.value);
    if (!lines.includes(chosen)) lines.push(chosen);
    box.value = lines.join('\n');
    event.target.value = '';
    onChange(lines);
  };
  return window.h('div', {},
    window.h('input', {
      list: `${forID}-choices`, className: 'nuanwen-choice', placeholder: field.get('prompt'),
      'aria-label': field.get('prompt'), onChange: add,
    }),
    window.h('datalist', {id: `${forID}-choices`}, ...choices.map(choice => window.h('option', {key: choice, value: choice}))),
    area);
}

/* The front matter of a file as the editor's lists and objects need it: `image: {…}` says the same as `image: [{…}]`,
  and a file without a status is published, where the editor would put the status of a new one. A figure is a text as it
  is written, `007` too. */
window.nuanwenRead = (fields, text) => {
  if (fields) fields.status ||= 'published';
  for (const [name, value] of Object.entries(fields ?? {})) {
    const written = typeof value === 'number' && text.match(RegExp(`^${name}: *([^#\\n]*)`, 'm'))?.[1].trim();
    if (written && written !== String(value)) fields[name] = written;
  }
  for (const name of ['image', 'corrections', 'letters'])
    if (fields?.[name] && !Array.isArray(fields[name])) fields[name] = [fields[name]];
  if (fields?.letters) fields.letters = fields.letters.map(letter => typeof letter === 'object' ? letter : {text: String(letter)});
  for (const name of ['retraction', 'privacy'])
    if (Array.isArray(fields?.[name]) && fields[name].length === 1) fields[name] = fields[name][0];
  return fields;
};

CMS.registerFieldType('lines', Lines);
CMS.init();
