// Protected values carried by JSON and XML: built, queried, taken apart. Cases only; nothing here runs.
import type { Control, LeakCase } from '../leak-case.ts';
import { chosen, computed, statements } from './shorthands.ts';

const BUILT = computed('expressions', [
  [
    'JSON of a column',
    ['to_json(ssn)', 'to_jsonb(pin)', 'to_json(contact)', 'to_jsonb(tags)', 'array_to_json(tags)', 'to_json(birth)'],
  ],
  [
    'JSON of a row',
    [
      'row_to_json(patients)',
      'to_jsonb(patients.*)',
      `row_to_json(ROW(ssn, mrn), true)`,
      `to_jsonb(patients) - 'ssn' - 'mrn'`,
    ],
  ],
  [
    'JSON objects',
    [
      `json_build_object('a', ssn, 'b', city)`,
      'jsonb_build_object(mrn, 1)',
      `json_object(ARRAY['a', ssn::text])`,
      `jsonb_object(tags)`,
    ],
  ],
  ['JSON arrays', ['json_build_array(ssn, 1)', 'jsonb_build_array(city, mrn)', `jsonb_build_array(VARIADIC tags)`]],
  [
    'SQL constructors of JSON',
    [
      `JSON_OBJECT('a': ssn, 'b': city)`,
      `JSON_OBJECT(mrn: 1 ABSENT ON NULL WITH UNIQUE KEYS)`,
      'JSON_ARRAY(ssn, mrn NULL ON NULL)',
      `JSON_ARRAY(SELECT p.ssn FROM care.patients p WHERE p.id = patients.id)`,
      `JSON_OBJECT('a': ssn RETURNING jsonb)`,
    ],
  ],
  [
    'other SQL constructors of JSON',
    [
      `JSON(raw_profile::text)`,
      'JSON_SCALAR(mrn)',
      'JSON_SERIALIZE(raw_profile)',
      'JSON_SERIALIZE(raw_profile RETURNING bytea)',
      `JSON(profile::text WITH UNIQUE KEYS)`,
    ],
  ],
  [
    'JSON put together',
    [
      `profile || '{"a": 1}'`,
      `jsonb_set(profile, '{a}', to_jsonb(mrn))`,
      `jsonb_insert(profile, '{lives,b}', '1')`,
      `profile #- '{name}'`,
      'jsonb_strip_nulls(profile)',
      `'{"a": 1}'::jsonb || jsonb_build_object('b', mrn)`,
    ],
  ],
  [
    'JSON as another type',
    [
      'profile::text',
      'raw_profile::text',
      'jsonb_pretty(profile)',
      `(profile->>'ssn')::care.ssn_text`,
      `(profile->'lives'->>'zip')::int`,
    ],
  ],
]);

const QUERIED = computed('expressions', [
  [
    'a member of JSON',
    [
      `profile->'ssn'`,
      `profile->>'name'`,
      `raw_profile->>'mrn'`,
      `profile['name']`,
      `profile['lives']['zip']`,
      `raw_profile #>> '{list,0}'`,
      `profile #> '{lives}'`,
      `jsonb_extract_path_text(profile, 'lives', 'zip')`,
    ],
  ],
  [
    'a member at a protected place',
    [
      `'["a", "b", "c"]'::jsonb -> (pin % 3)`,
      `'{"Q": 1, "Z": 2}'::jsonb ->> left(full_name, 1)`,
      `'{"a": {"1": 2}}'::jsonb #>> ARRAY['a', (pin % 3)::text]`,
    ],
  ],
  [
    'what JSON holds',
    [
      `profile @> '{"lives": {"zip": "55407"}}'`,
      `profile->'lives'->>'zip' < '55430'`,
      `profile::text LIKE '%Q%'`,
      `jsonb_exists(profile - 'name' || jsonb_build_object(right(mrn, 1), 1), '7')`,
      `profile @? '$.name ? (@ starts with "Q")'`,
      `profile @@ '$.name starts with "Q"'`,
    ],
  ],
  [
    'JSON paths',
    [
      `jsonb_path_query_first(profile, '$.ssn')`,
      `jsonb_path_query_array(profile, '$.*')`,
      `jsonb_path_exists(profile, '$.name ? (@ like_regex "^Q")')`,
      `jsonb_path_match(profile, '$.name starts with "Z"')`,
      `jsonb_path_exists('[1,2,3]', '$[*] ? (@ == $n)', jsonb_build_object('n', pin % 5))`,
    ],
  ],
  [
    'SQL queries of JSON',
    [
      `JSON_VALUE(profile, '$.ssn')`,
      `JSON_QUERY(profile, '$.lives' WITH WRAPPER)`,
      `JSON_EXISTS(profile, '$.name ? (@ starts with "Q")')`,
      `JSON_VALUE('{"a": 1}', '$.a ? (@ < $n)' PASSING pin % 3 AS n)`,
      `JSON_VALUE(profile, '$.name' RETURNING int DEFAULT ascii('x') ON ERROR) + pin`,
      `JSON_VALUE(profile, '$.name' RETURNING int ERROR ON ERROR)`,
    ],
  ],
  [
    'the kind of JSON',
    [
      `jsonb_typeof(jsonb_path_query_first(profile, '$.name ? (@ starts with "Q")'))`,
      `translate(substr(mrn, 4, 1), '5', 'x') IS JSON`,
      `right(mrn, 1) || right(mrn, 2) IS JSON SCALAR`,
      `json_typeof(('{"a":' || CASE WHEN pin > 3000 THEN 'true' ELSE '1' END || '}')::json -> 'a')`,
    ],
  ],
  [
    'JSON taken apart',
    [
      '(jsonb_each_text(profile)).value',
      'jsonb_object_keys(jsonb_build_object(right(mrn, 3), 1))',
      `json_array_elements_text(raw_profile->'list')`,
      `jsonb_populate_record(NULL::care.contact, jsonb_build_object('phone', ssn))`,
      `(jsonb_populate_record(NULL::care.patients, profile)).ssn`,
    ],
  ],
]);

const AGGREGATED = statements('expressions', [
  [
    'JSON aggregates',
    [
      'SELECT json_agg(ssn ORDER BY id) FROM care.patients',
      'SELECT jsonb_agg(p ORDER BY id) FROM care.patients p',
      'SELECT json_object_agg(mrn, city ORDER BY id) FROM care.patients',
      'SELECT jsonb_object_agg(id, full_name) FROM care.patients',
      'SELECT city, json_agg(row_to_json(p) ORDER BY id) FROM care.patients p GROUP BY city ORDER BY city',
    ],
  ],
  [
    'SQL aggregates of JSON',
    [
      'SELECT JSON_ARRAYAGG(ssn ORDER BY id) FROM care.patients',
      'SELECT JSON_ARRAYAGG(id ORDER BY ssn RETURNING jsonb) FROM care.patients',
      'SELECT JSON_OBJECTAGG(id: mrn) FROM care.patients',
      'SELECT JSON_OBJECTAGG(pin % 5: 1 WITH UNIQUE KEYS) FROM care.patients WHERE id IN (1, 5)',
      'SELECT JSON_ARRAYAGG(id ORDER BY id) FILTER (WHERE pin > 3000) FROM care.patients',
    ],
  ],
  [
    'JSON in FROM',
    [
      'SELECT p.id, e.value FROM care.patients p, jsonb_each_text(p.profile) e ORDER BY 1, 2',
      `SELECT p.id, e FROM care.patients p, json_array_elements_text(p.raw_profile->'list') WITH ORDINALITY AS e(v, n) ORDER BY p.id, n`,
      'SELECT p.id, r.name FROM care.patients p, jsonb_to_record(p.profile) AS r(name text, ssn text) ORDER BY 1',
      `SELECT p.id, r.* FROM care.patients p, json_to_recordset(json_build_array(p.profile)) AS r(name text) ORDER BY 1`,
      'SELECT p.id, q FROM care.patients p, jsonb_path_query(p.profile, $$$.*$$) q ORDER BY 1, 2',
      `SELECT p.id, k FROM care.patients p, jsonb_object_keys(p.profile || jsonb_build_object(p.mrn, 1)) k ORDER BY 1, 2`,
      `SELECT p.id, r.ssn FROM care.patients p, jsonb_populate_record(NULL::care.patients, p.profile) r ORDER BY 1`,
    ],
  ],
  [
    'JSON_TABLE',
    [
      `SELECT p.id, t.* FROM care.patients p, JSON_TABLE(p.profile, '$' COLUMNS (city text PATH '$.ssn', note text PATH '$.name')) t ORDER BY 1`,
      `SELECT p.id, t.* FROM care.patients p, JSON_TABLE(p.raw_profile, '$.list[*]' COLUMNS (n FOR ORDINALITY, v text PATH '$')) t ORDER BY 1, 2`,
      `SELECT p.id, t.* FROM care.patients p, JSON_TABLE(p.profile, '$' COLUMNS (b boolean EXISTS PATH '$.name ? (@ starts with "Q")')) t ORDER BY 1`,
      `SELECT p.id, t.* FROM care.patients p, JSON_TABLE(p.profile, '$' COLUMNS (NESTED PATH '$.lives' COLUMNS (city text PATH '$.zip'))) t ORDER BY 1`,
      `SELECT t.* FROM JSON_TABLE((SELECT jsonb_agg(mrn ORDER BY id) FROM care.patients), '$[*]' COLUMNS (v text PATH '$')) t`,
      `SELECT p.id, t.v FROM care.patients p, JSON_TABLE('[1,2,3,4]', '$[*] ? (@ < $m)' PASSING p.pin % 5 AS m COLUMNS (v int PATH '$')) t ORDER BY 1, 2`,
    ],
  ],
]);

const XML = [
  ...computed('expressions', [
    [
      'XML of columns',
      [
        'xmlelement(name a, ssn)',
        'xmlforest(ssn AS a, city AS b)',
        'xmlelement(name a, xmlattributes(mrn AS b))',
        'xmlconcat(xmlelement(name a, full_name), xmlelement(name b, 1))',
        'xmlpi(name php, mrn)',
        'xmlcomment(ssn::text)',
      ],
    ],
    [
      'XML as text',
      [
        'record::text',
        'xmlserialize(DOCUMENT record AS text)',
        'xmlserialize(CONTENT record AS varchar)',
        'xmltext(mrn)',
        'xmlroot(record, version $$1.0$$)',
      ],
    ],
    [
      'XML queried',
      [
        `xpath('/patient/ssn/text()', record)`,
        `(xpath('/patient/name/text()', record))[1]::text`,
        `xpath_exists('/patient/name[starts-with(., "Q")]', record)`,
        `xmlexists('/patient/name[starts-with(., "Q")]' PASSING BY REF record)`,
        `xpath('//*[contains(., "' || left(mrn, 4) || '")]', '<a>MRN0</a>')`,
      ],
    ],
    [
      'XML parsed',
      [
        `xmlparse(CONTENT '<a>' || full_name || '</a>')`,
        `xmlparse(DOCUMENT record::text)`,
        `('<a>' || mrn || '</a>')::xml`,
        `xml_is_well_formed(left(full_name, 1) || '<')::text || pin`,
        `record IS DOCUMENT AND pin > 3000`,
      ],
    ],
  ]),
  ...statements('expressions', [
    [
      'XML collected',
      [
        'SELECT xmlagg(record ORDER BY id) FROM care.patients',
        'SELECT xmlagg(xmlelement(name a, mrn) ORDER BY id) FROM care.patients',
      ],
    ],
    [
      'XMLTABLE',
      [
        `SELECT p.id, x.* FROM care.patients p, XMLTABLE('/patient' PASSING p.record COLUMNS city text PATH 'ssn', note text PATH 'name') x ORDER BY 1`,
        `SELECT p.id, x.v FROM care.patients p, XMLTABLE('/patient/*' PASSING p.record COLUMNS n FOR ORDINALITY, v text PATH '.') x ORDER BY p.id, x.n`,
        `SELECT p.id, x.v FROM care.patients p, XMLTABLE('/a' PASSING '<a/>' COLUMNS v text PATH 'b' DEFAULT p.ssn) x ORDER BY 1`,
        `SELECT x.v FROM XMLTABLE('/r/s' PASSING (SELECT xmlelement(name r, xmlagg(xmlelement(name s, ssn) ORDER BY id)) FROM care.patients) COLUMNS v text PATH '.') x`,
      ],
    ],
    [
      'XML of queries and tables',
      [
        `SELECT query_to_xml('SELECT ssn FROM care.patients ORDER BY id', true, false, '')`,
        `SELECT table_to_xml('care.patients', true, false, '')`,
        `SELECT query_to_xml_and_xmlschema('SELECT mrn FROM care.patients ORDER BY id', true, false, '')`,
        `SELECT table_to_xml_and_xmlschema('care.patient_view', true, false, '')`,
        `SELECT schema_to_xml('care', true, false, '')`,
        `SELECT database_to_xml(true, false, '')`,
        `SELECT pg_catalog."query_to_xml"('TABLE care.patient_labels', false, true, '')`,
      ],
    ],
  ]),
];

const CHOSEN = chosen('expressions', [
  ['a JSON containment', `profile @> jsonb_build_object('lives', jsonb_build_object('zip', '55407'))`],
  ['a JSON path', `profile @? '$.name ? (@ starts with "Q")'`],
  ['a JSON member by range', `profile->>'name' < 'M'`],
  ['a JSON member as a number', `(profile->'lives'->>'zip')::int % 2 = 0`],
  ['a part of XML', `(xpath('/patient/name/text()', record))[1]::text LIKE 'Q%'`],
  ['well-formed JSON', `('"' || translate(left(full_name, 1), 'Q', '"')) IS JSON`],
]);

const CONTROLS: readonly Control[] = [
  {
    kind: 'control',
    group: 'expressions',
    name: 'JSON of public columns',
    steps: `SELECT json_build_object('city', city, 'ward', ward_id), to_jsonb(city), jsonb_build_object('sex', sex) FROM care.patients ORDER BY id`,
    shows: ['{"city" : "Bemidji", "ward" : 2}', '"Winona"', '{"sex": "M"}'],
    rows: 24,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'JSON aggregates of public rows',
    steps: `SELECT json_agg(json_build_object('id', w.id, 'name', w.name) ORDER BY w.id) FROM care.wards w`,
    shows: ['"Cardiology"', '"Maternity"'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'members of public JSON',
    steps: `SELECT data->>'color', data ? 'color', jsonb_typeof(data) FROM care.scratch WHERE data @> '{"color": "green"}'`,
    shows: ['green', 'object'],
    rows: 1,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'the row of a ward as JSON',
    steps: 'SELECT row_to_json(w) FROM care.wards w ORDER BY id',
    shows: ['{"id":1,"name":"Cardiology","beds":10,"floor":0}'],
    rows: 3,
  },
  {
    kind: 'control',
    group: 'expressions',
    name: 'public JSON taken apart in FROM',
    steps: `SELECT s.id, e.key, e.value FROM care.scratch s, jsonb_each_text(s.data) e ORDER BY 1`,
    shows: ['color', 'green'],
    rows: 1,
  },
];

/** Protected values inside JSON and XML. */
export const JSON_AND_XML: readonly LeakCase[] = [...BUILT, ...QUERIED, ...AGGREGATED, ...XML, ...CHOSEN, ...CONTROLS];
