-- The schema of the clinic, as `pg_dump --schema-only` prints it.
-- `check` and `test` read the columns from here; the quick start creates its database with it.

CREATE SCHEMA clinical;

CREATE TABLE clinical.patients (
    id integer NOT NULL,
    mrn text NOT NULL,
    ssn text NOT NULL,
    first_name text NOT NULL,
    last_name text NOT NULL,
    date_of_birth date NOT NULL,
    sex text NOT NULL,
    city text NOT NULL,
    zip text NOT NULL,
    phone text,
    email text
);

CREATE TABLE clinical.encounters (
    id integer NOT NULL,
    patient_id integer NOT NULL,
    occurred_at timestamp with time zone NOT NULL,
    department text NOT NULL,
    reason text NOT NULL,
    notes text NOT NULL
);

CREATE VIEW clinical.patient_directory AS
 SELECT patients.id,
    ((patients.first_name || ' '::text) || patients.last_name) AS name,
    patients.city
   FROM clinical.patients;

CREATE VIEW clinical.patient_identifiers AS
 SELECT patients.id,
    patients.mrn,
    patients.ssn
   FROM clinical.patients;

ALTER TABLE ONLY clinical.patients
    ADD CONSTRAINT patients_pkey PRIMARY KEY (id);

ALTER TABLE ONLY clinical.encounters
    ADD CONSTRAINT encounters_pkey PRIMARY KEY (id);

ALTER TABLE ONLY clinical.encounters
    ADD CONSTRAINT encounters_patient_id_fkey FOREIGN KEY (patient_id) REFERENCES clinical.patients(id);
