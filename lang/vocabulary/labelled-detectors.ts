// Detectors of identifiers that have no form of their own: the label before them tells what they are.
import { EDGE, type NamedDetector, words } from './named-detector.ts';

/**
 * Up to six letters, then a digit and what hangs together with it: `00123456`, `E-1234567`, `XYZ123456789`, `44-1023-7`, `12.345678`;
 * or digits in groups: `123 456 789`.
 */
const ID = String.raw`${EDGE}(?:(?:[A-Za-z]{1,6}-?)?\d[A-Za-z0-9]*(?:-[A-Za-z0-9]+|\.\d+)*|\d{2,4}(?: \d{2,4}){1,4})${EDGE}`;
const LABELLED = { pattern: ID, flags: '', validator: 'labelled_id' } as const;

export const LABELLED_DETECTORS = [
  {
    name: 'medical_record_number',
    doc: 'A medical record number behind its label.',
    ...LABELLED,
    context: words(`
      mrn, mrns, mr #, mr no, mr number, medical record, med rec, record, chart, emr id, ehr id, empi,
      patient id, patient no, patient number, patient identifier, pt id, pt no, pt number, pid, hospital no,
      hospital number, unit number, unit no
    `),
  },
  {
    name: 'health_plan_number',
    doc: 'A number of a health plan, its members, policies and groups behind its label.',
    ...LABELLED,
    context: words(`
      member, subscriber, policy, policyholder, group, grp, beneficiary, enrollee, cardholder,
      insured, insurance, ins id, ins no, coverage, medicaid, medicare, mbi, hicn, hic, health plan, plan id,
      plan no, plan number, bcbs, blue cross, aetna, cigna, humana, tricare, payer
    `),
  },
  {
    name: 'account_number',
    doc: 'A number of an account or an invoice behind its label.',
    ...LABELLED,
    context: words(`
      account, accounts, acct, accts, acc no, a c, guarantor, invoice, statement no,
      statement number, billing, bill, routing, aba, checking, savings, bank, claim
    `),
  },
  {
    name: 'license_number',
    doc: 'A number of a licence, a certificate or a passport behind its label.',
    ...LABELLED,
    context: words(`
      cdl, rn #, rn no, license, licence, licenses, lic, licensed, dl no, dl number, dl #, certificate,
      certification, cert, passport, credential, registration, permit
    `),
  },
  {
    name: 'device_id',
    doc: 'A serial number or another identifier of a device behind its label.',
    ...LABELLED,
    context: words(`
      serial, serials, ser no, sn, s n, device, udi, imei, iccid, implant, pacemaker,
      defibrillator, generator, meter no, pump no, asset tag, equipment
    `),
  },
  {
    name: 'unique_id',
    doc: 'Another number that stands for a patient or a visit, behind its label.',
    ...LABELLED,
    context: words(`
      ref, barcode, encounter, visit no, visit number, visit id, csn, har, fin, accession, specimen, case,
      study id, subject, participant, referral, authorization, auth, rx no, rx number, rx #,
      prescription
    `),
  },
  {
    name: 'license_plate',
    doc: 'A licence plate directly behind its label.',
    pattern: String.raw`${EDGE}(?:[A-Z]{1,4}[- ]?\d{1,5}[A-Z]{0,3}|\d{1,4}[- ]?[A-Z]{1,4}\d{0,4})${EDGE}`,
    flags: '',
    validator: 'plate',
    context: words('plate, plates, license tag, tag #, tag no, tag number, vehicle tag'),
  },
] as const satisfies readonly NamedDetector[];
