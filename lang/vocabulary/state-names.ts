// The states of the United States, with the district and Puerto Rico, as labels of ZIP codes.
import { words } from './named-detector.ts';

export const STATE_NAMES: readonly string[] = words(`
  alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida,
  georgia, hawaii, idaho, illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland,
  massachusetts, michigan, minnesota, mississippi, missouri, montana, nebraska, nevada,
  new hampshire, new jersey, new mexico, new york, north carolina, north dakota, ohio, oklahoma,
  oregon, pennsylvania, rhode island, south carolina, south dakota, tennessee, texas, utah,
  vermont, virginia, washington, wisconsin, wyoming, district of columbia, puerto rico
`);
