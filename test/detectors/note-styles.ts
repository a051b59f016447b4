// Notes by style, line by line; each line is drawn from its alternatives. `{us_phone}` is an identifier, `{=lab}` is what
// identifies nobody. Labels vary as people vary them, and some identifiers have none.

export interface Style {
  readonly name: string;
  readonly lines: readonly (readonly string[])[];
}

const HEADER = [
  'Patient: {person_name}    MRN: {medical_record_number}    DOB: {date}',
  'PATIENT NAME: {person_name}\nMEDICAL RECORD NUMBER: {medical_record_number}\nDATE OF BIRTH: {date}',
  'Name {person_name} | MRN# {medical_record_number} | Born {date} | Acct {account_number}',
  'Re: {person_name}, DOB {date}, MR # {medical_record_number}',
  'Pt: {person_name} ({medical_record_number}) {date}',
  'Chart no. {medical_record_number}, {person_name}, DOB: {date}, SSN: {us_ssn}',
  'Patient ID: {medical_record_number}\nEncounter: {unique_id}\nVisit date: {date}',
  'Medical Record #{medical_record_number}\nAccount #: {account_number}\nSSN {us_ssn}',
  'Hospital No: {medical_record_number}; Social Security: {us_ssn}; Birth date {date}',
  '{medical_record_number} - {person_name} - {date}',
  'Med Rec No. {medical_record_number}  Sex F  Born {date}',
  'MRN = {medical_record_number}; Acct/Bill: {account_number}',
  '{person_name}, seen under {medical_record_number}, b. {date}',
  'Pt number {medical_record_number}\nSS# {us_ssn:bare}',
  'UH# {medical_record_number}   DOB {date}',
];
const CONTACT = [
  'Home phone {us_phone}, cell {us_phone}, e-mail {email}.',
  'Address: {us_street}, {city}, {=state} {us_zip}. Phone: {us_phone}.',
  'Lives at {us_street} in {city}. Can be reached at {us_phone} after 5.',
  'Contact daughter {person_name} at {us_phone} or {email}.',
  'Tel. {us_phone}; fax {us_fax}.',
  'Emergency contact: {person_name} (son), {us_phone}.',
  'Moved to {us_street}, {city}, {=state} {us_zip} last year.',
  'Prefers text to {us_phone:bare}; do not leave voicemail.',
  'Left a message with the pharmacy, {us_phone}.',
  'Pt called back from {us_phone:local} about results.',
  'ph: {us_phone}, alt ph: {us_phone}',
  'Son lives in London, {foreign_phone}.',
  'Her new number is {us_phone}.',
  'Mobile: {foreign_phone:home} (visiting from abroad).',
  'Relatives can call {foreign_phone:home}.',
  'Zip code {us_zip}. Mailing address {us_street}.',
  'Sent portal invitation to {email} ({url}).',
  'H: {us_phone} W: {us_phone} C: {us_phone}',
  'Number on file {us_phone:bare}, not in service.',
  'Daughter answers at {us_phone:bare}.',
  'Reach him @ {us_phone}.',
  'Writes from {email:words}.',
  'Stays with sister, {us_street:bare}, {city} {us_zip}.',
  'Corner house at {us_street}, {city}.',
  'Ext. 4471 or pager {us_phone:local}.',
  'Phone {us_phone} (home) / {us_phone} (work)',
  'Best contact: {email}; second choice {us_phone}.',
];
const INSURANCE = [
  'Insurance: member ID {health_plan_number}, group {health_plan_number}.',
  'Medicare: {us_mbi}. Secondary policy no. {health_plan_number}.',
  'Subscriber ID {health_plan_number}; Medicaid # {health_plan_number}.',
  'BCBS {health_plan_number}, policy holder {person_name}.',
  'Health plan number: {health_plan_number}',
  'MBI {us_mbi} verified.',
  "Covered under her husband's policy ({health_plan_number}).",
  'Ins ID {health_plan_number} (Aetna), group no {health_plan_number}',
  'Payor Humana {health_plan_number}',
  'ID# {health_plan_number} per card',
  'Rx BIN 610014, PCN MEDDPRIME, Grp {health_plan_number}',
  'Self-pay; old plan {health_plan_number} lapsed.',
];
const HISTORY = [
  '{=history} Admitted on {date} with chest pain.',
  '{age_over_89} woman admitted {date} after a fall. {=history}',
  'She is {age_over_89}. {=history}',
  '{=history} Seen on {date:short} and again {date}.',
  '{=history} Surgery on {date}; discharged {date}.',
  'Symptoms since {date}. {=history}',
  'Patient, age {age_over_89:number}, lives alone. {=history}',
  '{=history} Last colonoscopy {date}, pathology benign.',
  'MI in {date}, stent placed {date}. {=history}',
  'On {date:short} he was afebrile; by {date:short} he walked.',
  '{=history} Fell yesterday ({date:short}).',
  '{age_over_89:sex} with fever since {date:short}. {=history}',
  '{=history} ER visits {date:short} and {date:short}.',
  'Week of {date:short}: three falls. {=history}',
  'In his nineties; {=history}',
  's/p CABG {date}, AVR {date}. {=history}',
  '{=trend} {=history}',
];
const LABS = [
  'Labs {date}: {=lab}; {=lab}.',
  '{=lab}\n{=lab}\n{=lab}',
  'Collected {date} 07:15. {=lab}',
  '{=lab}. {=lab}.',
];
const EXAM = [
  '{=vitals}. {=exam}',
  '{=vitals}\n{=exam} {=exam}',
  '{=exam}',
  'PE: {=vitals}. {=exam}',
  '{=trend} {=exam}',
  '{=vitals}. {=trap}',
];
const MEDS = ['Meds: {=dose}; {=dose}; {=dose}.', '1. {=dose}\n2. {=dose}\n3. {=dose}', '{=dose}, {=dose}.'];
const PLAN = [
  '{=plan} {=plan}',
  '{=plan} Next visit {date}.',
  '{=plan} Recheck on {date:short}.',
  '{=plan}',
  '{=plan} {=trap}',
  '{=trap} {=plan}',
];
const DIAGNOSES = [
  'Dx: {icd10}, {icd10}.',
  'Assessment: type 2 diabetes ({icd10}).',
  'ICD-10 {icd10}; {icd10}',
  'Diagnosis code {icd10}',
];
const SIGNATURE = [
  'Electronically signed by {person_name}, MD, NPI {us_npi}, {date}',
  'Dictated by {person_name}, {date}; transcribed {date}',
  'Prescriber {person_name}, DEA {us_dea}, NPI: {us_npi}',
  'Attending: {person_name} (NPI {us_npi})\nFax: {us_fax}',
  '{person_name}, RN, license {license_number}',
  'Signed {date} 14:32, workstation {ip_address}',
  'Lic. No. {license_number}, {person_name}',
  '{person_name} PA-C, state lic {license_number}',
  '{person_name}, NPI# {us_npi} DEA# {us_dea}',
  'RN #{license_number} at bedside',
  'cc: {person_name} via fax {us_fax} / {email}',
];
const DEVICES = [
  'Pacemaker implanted {date}, serial number {device_id}.',
  'Insulin pump S/N {device_id}, MAC {mac_address}.',
  'Device ID {device_id}, last interrogated {date}.',
  'Home monitor serial {device_id} replaced; old unit {=logistics}',
  'Hip implant, serial # {device_id}.',
  'CPAP {device_id} returned.',
  'Lead model 5076, SN: {device_id}; generator {device_id}',
  'UDI (01){device_id:gtin}(21){device_id}',
  'Glucose meter no. {device_id}, {=logistics}',
  '{=trap}',
];
const MOTOR = [
  'Driver in MVC on {date}; license plate {license_plate}, VIN {vin}.',
  'EMS report: vehicle {vin}, plate {license_plate}.',
  "Driver's license {license_number}, plates {license_plate}.",
  'Passport no. {license_number} shown at registration.',
  'Drives a red sedan, {license_plate}.',
  'Tag # {license_plate}; CDL {license_number}',
  'Towed vehicle VIN# {vin}; {=trap}',
];
const LOGISTICS = [
  '{=logistics} {=logistics}',
  '{=logistics}',
  '',
  '{=trap} {=logistics}',
  '{=trap} {=trap}',
  'Rx# {unique_id} refilled. {=trap}',
  'Barcode {unique_id}. {=logistics}',
  'Ref {unique_id}; {=trap}',
];

export const STYLES: readonly Style[] = [
  {
    name: 'admission',
    lines: [['ADMISSION NOTE'], HEADER, CONTACT, INSURANCE, HISTORY, EXAM, LABS, MEDS, DIAGNOSES, PLAN, SIGNATURE],
  },
  {
    name: 'discharge',
    lines: [
      ['DISCHARGE SUMMARY'],
      HEADER,
      ['Admitted: {date}  Discharged: {date}', 'Dates of stay {date} to {date}'],
      HISTORY,
      EXAM,
      MEDS,
      DEVICES,
      PLAN,
      CONTACT,
      LOGISTICS,
      SIGNATURE,
    ],
  },
  {
    name: 'progress',
    lines: [
      ['Progress note {date}', '{date:short} PROGRESS NOTE', 'Day 3.'],
      HISTORY,
      EXAM,
      LABS,
      EXAM,
      MEDS,
      PLAN,
      LOGISTICS,
      ['', SIGNATURE[5] ?? ''],
    ],
  },
  {
    name: 'referral',
    lines: [
      ['Dear Dr. {person_name},', '{date}\n\nDear colleague,'],
      HEADER,
      [
        'Thank you for seeing this {age_over_89} man.',
        'Thank you for seeing {person_name}, {=history}',
        'I last saw him on {date}.',
      ],
      HISTORY,
      MEDS,
      ['Please fax your note to {us_fax}.', 'Our fax is {us_fax}, phone {us_phone}.', 'Facsimile: {us_fax}'],
      INSURANCE,
      CONTACT,
      MOTOR,
      SIGNATURE,
    ],
  },
  {
    name: 'laboratory',
    lines: [
      ['LABORATORY REPORT'],
      HEADER,
      ['Accession # {unique_id}, collected {date}', 'Specimen {unique_id}. Received {date}.', 'Case {unique_id}'],
      LABS,
      LABS,
      LABS,
      LOGISTICS,
      ['Reported {date} by {person_name}', 'Results phoned to {us_phone} by {person_name}'],
    ],
  },
  {
    name: 'billing',
    lines: [
      ['STATEMENT OF ACCOUNT'],
      HEADER,
      [
        'Account number {account_number}, invoice {account_number}',
        'Acct: {account_number}  Claim {account_number}',
        'Guarantor account {account_number}',
      ],
      INSURANCE,
      [
        'Card on file {credit_card}',
        'Paid with {credit_card} on {date}',
        'Refund to IBAN {iban}',
        'Bank transfer {iban}',
        'Paid by Visa ending 4471',
      ],
      DIAGNOSES,
      ['ITIN {us_itin}', 'Tax ID {us_itin}', ''],
      CONTACT,
      LOGISTICS,
      ['Authorization {unique_id}', 'Referral # {unique_id}', ''],
    ],
  },
  {
    name: 'social work',
    lines: [
      HISTORY,
      [
        'SSN {us_ssn}',
        'Social security number is {us_ssn:bare}',
        'ssn {us_ssn:hidden}',
        'last four of SSN: {us_ssn:four}',
        'Gave her number as {us_ssn}.',
        'SSN{us_ssn:bare}',
      ],
      CONTACT,
      CONTACT,
      MOTOR,
      [
        'Photos at {url}',
        'See {url}.',
        'Profile on {url:host}.',
        'Blog: {url}, IP {ip_address}',
        'Logged in from {ip_address}',
      ],
      PLAN,
    ],
  },
];

/** What machines write: one record in a form of its own. */
export const EXPORTS: readonly string[] = [
  '{"name":"{person_name}","ssn":"{us_ssn:bare}","mrn":"{medical_record_number}","phone":"{us_phone}","email":"{email}","dob":"{date}"}',
  '{"patientMrn": "{medical_record_number}", "memberId": "{health_plan_number}", "accountNumber": "{account_number}", "clientIp": "{ip_address}"}',
  'name,ssn,phone,email,zip\n{person_name},{us_ssn},{us_phone},{email},{us_zip}',
  '<tr><td>SSN</td><td>{us_ssn}</td></tr><tr><td>MRN</td><td>{medical_record_number}</td></tr><tr><td>Phone</td><td>{us_phone}</td></tr>',
  '<patient mrn="{medical_record_number}"><telecom value="{us_phone}"/><birthDate value="{date}"/></patient>',
  'PID|1||{medical_record_number}^^^HOSP^MR||DOE^JANE||{date}|F|||{us_street}^^{city}^MA||{us_phone}|||||{account_number}|{us_ssn}',
  'SSN:{us_ssn};DOB:{date};TEL:{us_phone};MAIL:{email};',
  '**MRN** {medical_record_number} **Phone** {us_phone} **Email** <{email}>',
];
