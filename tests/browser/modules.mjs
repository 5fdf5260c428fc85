// Where the packages are: in a folder that xtask keeps outside the checkout, else beside this file after `npm ci`.

import { createRequire } from 'node:module';
import { join } from 'node:path';

const folder = process.env.MARKETDAY_NODE_MODULES;
const require = createRequire(folder ? join(folder, 'package.json') : import.meta.url);

export const { chromium } = require('playwright-core');
export const { AxeBuilder } = require('@axe-core/playwright');
