// What must hold of a text that a detector's pattern has found before it counts as a hit. Numbers are positions in
// lang/vocabulary/validators.ts. A number that is not known here accepts nothing.
import { isEmail, isIp, isMac, isUrl } from './addresses';
import { isCard, isDea, isIban, isNpi, isVin } from './check-digits';
import { isDate } from './dates';
import { isHighAge, isIcd10, isLabelled, isPlate } from './labelled';
import { isStreet, isZip } from './places';
import { isForeignPhone, isItin, isPhone, isSsn } from './us-numbers';

/**
 * Whether `at` up to `end` is a hit. `text` is where the readable text begins, at most 64 bytes before `at`; `textEnd` is where it
 * ends, which is never behind `end`: so a stream decides as soon as a match has ended, and with little kept of what is gone.
 * `context` is the address of the detector's word list (see labels.ts), 0 for none.
 */
export function isValid(validator: u32, context: usize, at: usize, end: usize, text: usize, textEnd: usize): bool {
  switch (validator) {
    case 0:
      return true;
    case 1:
      return isSsn(context, at, end, text);
    case 2:
      return isItin(context, at, end, text);
    case 3:
      return isPhone(context, at, end, text, false);
    case 4:
      return isPhone(context, at, end, text, true);
    case 5:
      return isForeignPhone(context, at, end, text);
    case 6:
      return isEmail(at, end);
    case 7:
      return isUrl(at, end);
    case 8:
      return isIp(context, at, end, text);
    case 9:
      return isMac(at, end, text);
    case 10:
      return isCard(at, end);
    case 11:
      return isNpi(context, at, end, text);
    case 12:
      return isDea(context, at, end, text);
    case 13:
      return isIban(at, end);
    case 14:
      return isVin(context, at, end, text);
    case 15:
      return isDate(context, at, end, text);
    case 16:
      return isHighAge(context, at, end, text);
    case 17:
      return isZip(context, at, end, text);
    case 18:
      return isStreet(at, end, text);
    case 19:
      return isLabelled(context, at, end, text);
    case 20:
      return isPlate(context, at, end, text);
    case 21:
      return isIcd10(context, at, end, text);
    default:
      return false;
  }
}

/** For tests: `isValid` with the whole of a text readable. */
export function kernel_is_valid(validator: u32, context: usize, at: usize, end: usize, text: usize): bool {
  return isValid(validator, context, at, end, at - text > 64 ? at - 64 : text, end);
}
