/** One piece of evidence under its own address, for links from chat. */

import '../../style/incident.css';
import { useParams } from 'react-router';
import { EvidenceLoader } from './evidence-drawer.tsx';

export function EvidencePage() {
  const { evidenceId = '' } = useParams();
  return (
    <div className="page narrow">
      <EvidenceLoader evidenceId={evidenceId} known={null} />
    </div>
  );
}
