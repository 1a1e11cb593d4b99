/* action.tsx - one thing to do: a button, a few questions, and what came of it.
 *
 * A refusal stays in the form with what would be accepted, and what was typed stays there too. What
 * can be undone is undone from the line that says it is done.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useRef, useState, type FormEvent } from "react";
import { useTranslation } from "react-i18next";
import { ask, Problem, type Schemas } from "../api/client";
import { Button, Heading, Paragraph, ProblemNotice } from "../parts/basic";
import { Choice, SelectField, TextArea, TextField, type Option } from "../parts/field";
import { useSay } from "./said";

export type FieldSpec = {
	name: string;
	kind: "words" | "line" | "secret" | "day" | "choice" | "select" | "yes";
	label: string;
	hint?: string;
	options?: Option[];
	required?: boolean;
	preset?: string;
	/* What the browser may fill in. */
	complete?: string;
};

export type Values = Record<string, string>;

export type ActionProps = {
	label: string;
	title?: string;
	text?: string;
	path: string;
	method?: "POST" | "PUT" | "PATCH" | "DELETE";
	fields?: FieldSpec[];
	/* What goes along besides the answers. */
	fixed?: Record<string, unknown>;
	/* The body, if it is not the answers under their names. */
	body?: (values: Values) => Record<string, unknown>;
	done: string;
	/* The path that takes it back, from the reply. */
	undo?: (result: Schemas["Result"]) => string | null;
	purpose?: "primary" | "secondary" | "subtle";
	negative?: boolean;
	onDone?: (result: Schemas["Result"]) => void;
	/* Of the episode as it was read: who changes it at the same time is told. */
	version?: number;
};

const TOUCHED = [
	"episode",
	"timeline",
	"inbox",
	"caseload",
	"consults",
	"stays",
	"cases",
	"offer",
	"plan",
	"sessions",
	"table",
	"admin",
];

export function useTouch() {
	const queries = useQueryClient();
	return () =>
		Promise.all(TOUCHED.map((key) => queries.invalidateQueries({ queryKey: [key] })));
}

function Question(props: {
	field: FieldSpec;
	value: string;
	error?: string;
	onChange: (value: string) => void;
}) {
	const { field, ...rest } = props;
	const common = { ...rest, label: field.label, hint: field.hint };
	switch (field.kind) {
		case "words":
			return <TextArea {...common} rows={3} max={6000} />;
		case "line":
			return <TextField {...common} max={160} />;
		case "secret":
			return (
				<TextField {...common} type="password" complete={field.complete} max={256} />
			);
		case "day":
			return <TextField {...common} type="date" />;
		case "select":
			return <SelectField {...common} options={field.options ?? []} empty="" />;
		case "choice":
			return (
				<Choice
					legend={field.label}
					name={field.name}
					value={rest.value}
					error={rest.error}
					onChange={rest.onChange}
					options={field.options ?? []}
				/>
			);
		case "yes":
			return (
				<label className="toggle">
					<input
						type="checkbox"
						checked={rest.value === "yes"}
						onChange={(event) => rest.onChange(event.target.checked ? "yes" : "")}
					/>
					<span>{field.label}</span>
				</label>
			);
	}
}

/* The answers under their names; a tick is true, and what was left open is left out. */
function plainBody(fields: FieldSpec[], values: Values): Record<string, unknown> {
	const body: Record<string, unknown> = {};
	for (const field of fields) {
		const value = (values[field.name] ?? "").trim();
		if (value !== "") body[field.name] = field.kind === "yes" ? true : value;
	}
	return body;
}

function presets(fields: FieldSpec[]): Values {
	return Object.fromEntries(fields.map((field) => [field.name, field.preset ?? ""]));
}

function useAction(props: ActionProps, close: () => void) {
	const { t } = useTranslation();
	const touch = useTouch();
	const say = useSay();
	const fields = props.fields ?? [];
	const bodyOf = (values: Values) => ({
		...props.fixed,
		...(props.body ? props.body(values) : plainBody(fields, values)),
	});
	return useMutation({
		mutationFn: (values: Values) =>
			ask<Schemas["Result"]>(
				props.method ?? "POST",
				props.path,
				props.method === "DELETE" && fields.length === 0 ? undefined : bodyOf(values),
				props.version,
			),
		onSuccess: async (result) => {
			const back = props.undo?.(result);
			const undo = async () => {
				await ask("POST", back ?? "", {});
				await touch();
			};
			close();
			say({ text: props.done, undo: back ? undo : undefined, undone: t("web.act.undone") });
			await touch();
			props.onDone?.(result);
		},
		onError: (error) => {
			if (error instanceof Problem && [409, 412].includes(error.status)) void touch();
		},
	});
}

export function Action(props: ActionProps) {
	const { t } = useTranslation();
	const id = useId();
	const dialog = useRef<HTMLDialogElement>(null);
	const fields = props.fields ?? [];
	const [values, setValues] = useState<Values>(() => presets(fields));
	const [open, setOpen] = useState(false);
	const [empty, setEmpty] = useState<string>();
	const close = () => {
		dialog.current?.close();
		setOpen(false);
	};
	const action = useAction(props, close);
	const start = () => {
		action.reset();
		setValues(presets(fields));
		setOpen(true);
		dialog.current?.showModal();
	};
	const submit = (event: FormEvent) => {
		event.preventDefault();
		const missing = fields.find((one) => one.required && !(values[one.name] ?? "").trim());
		setEmpty(missing?.name);
		if (!missing) action.mutate(values);
	};
	return (
		<>
			<Button purpose={props.purpose ?? "subtle"} onClick={start} className="act-button">
				{props.label}
			</Button>
			<dialog
				ref={dialog}
				className="dialog"
				aria-labelledby={`${id}-title`}
				onClose={() => setOpen(false)}
			>
				{open && (
					<form onSubmit={submit} noValidate>
						<Heading level={2} id={`${id}-title`}>
							{props.title ?? props.label}
						</Heading>
						{props.text && <Paragraph>{props.text}</Paragraph>}
						{fields.map((field) => (
							<Question
								key={field.name}
								field={field}
								value={values[field.name] ?? ""}
								error={empty === field.name ? t("web.act.needed") : undefined}
								onChange={(value) => setValues({ ...values, [field.name]: value })}
							/>
						))}
						<ProblemNotice error={action.error} />
						<div className="actions">
							<Button
								purpose="primary"
								type="submit"
								busy={action.isPending}
								{...(props.negative ? { hint: "negative" } : {})}
							>
								{action.isPending ? t("web.waiting") : props.label}
							</Button>
							<Button purpose="secondary" onClick={close}>
								{t("web.cancel")}
							</Button>
						</div>
					</form>
				)}
			</dialog>
		</>
	);
}
