/* field.tsx - a question with its label, what helps to answer it, and what is not right about it.
 * SPDX-License-Identifier: EUPL-1.2
 */
import { useId, type ReactNode } from "react";

type Common = {
	label: string;
	hint?: string;
	error?: string;
	value: string;
	onChange: (value: string) => void;
	large?: boolean;
};

type Ids = { id: string; "aria-describedby"?: string; "aria-invalid"?: boolean };

function Wrapped(props: Common & { children: (ids: Ids) => ReactNode }) {
	const id = useId();
	const hint = props.hint ? `${id}-hint` : undefined;
	const error = props.error ? `${id}-error` : undefined;
	const invalid = props.error ? "utrecht-form-field--invalid" : "";
	const described = [hint, error].filter(Boolean).join(" ") || undefined;
	return (
		<div className={`utrecht-form-field utrecht-form-field--text field ${invalid}`}>
			<div className="utrecht-form-field__label">
				<label className="utrecht-form-label" htmlFor={id}>
					{props.label}
				</label>
			</div>
			{hint && (
				<div id={hint} className="utrecht-form-field-description hint">
					{props.hint}
				</div>
			)}
			{error && (
				<div id={error} className="utrecht-form-field-error-message error" role="alert">
					{props.error}
				</div>
			)}
			<div className="utrecht-form-field__input">
				{props.children({
					id,
					"aria-describedby": described,
					"aria-invalid": props.error ? true : undefined,
				})}
			</div>
		</div>
	);
}

export function TextField(
	props: Common & {
		type?: string;
		complete?: string;
		max?: number;
		autoCapitalize?: string;
		/* Digits: a telephone shows those keys. */
		numbers?: boolean;
	},
) {
	return (
		<Wrapped {...props}>
			{(ids) => (
				<input
					{...ids}
					className={`utrecht-textbox${props.error ? " utrecht-textbox--invalid" : ""}`}
					type={props.type ?? "text"}
					value={props.value}
					maxLength={props.max}
					autoComplete={props.complete ?? "off"}
					autoCapitalize={props.autoCapitalize}
					inputMode={props.numbers ? "numeric" : undefined}
					spellCheck={props.type === undefined ? undefined : false}
					onChange={(event) => props.onChange(event.target.value)}
				/>
			)}
		</Wrapped>
	);
}

export function TextArea(props: Common & { rows?: number; max?: number }) {
	return (
		<Wrapped {...props}>
			{(ids) => (
				<textarea
					{...ids}
					className={`utrecht-textarea${props.error ? " utrecht-textarea--invalid" : ""}`}
					rows={props.rows ?? 4}
					value={props.value}
					maxLength={props.max}
					onChange={(event) => props.onChange(event.target.value)}
				/>
			)}
		</Wrapped>
	);
}

export type Option = { value: string; label: string; more?: string };

export function SelectField(props: Common & { options: Option[]; empty?: string }) {
	return (
		<Wrapped {...props}>
			{(ids) => (
				<select
					{...ids}
					className={`utrecht-select${props.error ? " utrecht-select--invalid" : ""}`}
					value={props.value}
					onChange={(event) => props.onChange(event.target.value)}
				>
					{props.empty !== undefined && <option value="">{props.empty}</option>}
					{props.options.map((option) => (
						<option key={option.value} value={option.value}>
							{option.label}
						</option>
					))}
				</select>
			)}
		</Wrapped>
	);
}

/* One of a few, each a large target of its own. */
export function Choice(props: {
	legend: string;
	hidden?: boolean;
	error?: string;
	name: string;
	value: string;
	options: Option[];
	onChange: (value: string) => void;
}) {
	const id = useId();
	return (
		<fieldset
			className="choice"
			aria-describedby={props.error ? `${id}-error` : undefined}
			aria-invalid={props.error ? true : undefined}
			role="radiogroup"
		>
			<legend className={props.hidden ? "unseen" : "utrecht-form-label legend"}>
				{props.legend}
			</legend>
			{props.error && (
				<div
					id={`${id}-error`}
					className="utrecht-form-field-error-message error"
					role="alert"
				>
					{props.error}
				</div>
			)}
			{props.options.map((option) => (
				<label key={option.value} className="choice-one">
					<input
						type="radio"
						name={`${props.name}-${id}`}
						value={option.value}
						checked={props.value === option.value}
						onChange={() => props.onChange(option.value)}
						className={
							"utrecht-radio-button" +
							(props.value === option.value ? " utrecht-radio-button--checked" : "")
						}
					/>
					<span className="choice-words">
						<span className="choice-label">{option.label}</span>
						{option.more && <span className="choice-more">{option.more}</span>}
					</span>
				</label>
			))}
		</fieldset>
	);
}
