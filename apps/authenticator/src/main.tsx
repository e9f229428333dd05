import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from '#app.tsx';
import { registerWorker } from '#worker/register.ts';
import { keepInstallPrompt } from '#worker/use-install-prompt.ts';
import '#styles/app.css';

const root = document.querySelector('#root');
if (root === null) throw new Error('index.html lacks #root');

createRoot(root).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
keepInstallPrompt();
void registerWorker();
