-- Nothing may leave while this holds a row: a file was restored, and what left since its
-- copy is not known. A person looks, and takes it away.

create table hold (
    held_at timestamp not null,
    reason  varchar not null
);
