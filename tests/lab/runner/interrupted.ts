/** Thrown out of every wait when the run is ended from outside. */
export class LabInterrupted extends Error {
  constructor() {
    super('The run was interrupted');
    this.name = 'LabInterrupted';
  }
}
