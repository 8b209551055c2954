/** Numbers that identify a person and carry a check digit, so that an ordinary long number is left alone. */

const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const checkCharacters = '10X98765432';

/** Chinese resident identity number (GB 11643): 17 digits with a possible birth date, and the check character. */
export function isResidentNumber(text: string): boolean {
  if (!/^[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]$/.test(text)) return false;
  let sum = 0;
  for (const [index, weight] of weights.entries()) sum += Number(text[index]) * weight;
  return checkCharacters[sum % 11] === text[17]?.toUpperCase();
}

/** Payment card: a known first digit, 16 to 19 digits, Luhn's check digit. */
export function isCardNumber(text: string): boolean {
  if (!/^(?:62|4|5[1-5])\d{14,17}$/.test(text)) return false;
  let sum = 0;
  for (let index = 0; index < text.length; index += 1) {
    const digit = Number(text[text.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
