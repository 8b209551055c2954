/** The console's entry: preferences and theme around the application. */

import './style/base.css';
import './style/shell.css';
import './style/parts.css';
import { createRoot } from 'react-dom/client';
import { BrowserRouter } from 'react-router';
import { ConsoleApp } from './app.tsx';
import { NowProvider } from './parts/when.tsx';
import { PreferencesProvider } from './preferences/preferences.tsx';

const element = document.getElementById('root');
if (element === null) throw new Error('The page has no #root element');

createRoot(element).render(
  <PreferencesProvider>
    <NowProvider>
      <BrowserRouter>
        <ConsoleApp />
      </BrowserRouter>
    </NowProvider>
  </PreferencesProvider>,
);
