//! Type annotations and type declarations.
//!
//! In: swc's type nodes. Out: [`Type`] and [`TypeDeclaration`], with everything that no decision hangs on folded into
//! [`Type::Unknown`].

use swc_ecma_ast as ast;

use super::text;
use crate::constant::Const;
use crate::module::{Member, Type, TypeDeclaration, Types};

/// Types nested deeper than this are [`Type::Unknown`], so that whoever walks a type may recurse.
const MAX_DEPTH: usize = 48;

/// What `: T` says.
pub(super) fn annotation(annotation: Option<&ast::TsTypeAnn>) -> Option<Type> {
    annotation.map(|annotation| lower_type(&annotation.type_ann))
}

/// The type as decisions see it.
pub(super) fn lower_type(ty: &ast::TsType) -> Type {
    type_within(ty, MAX_DEPTH)
}

fn type_within(ty: &ast::TsType, depth: usize) -> Type {
    let Some(depth) = depth.checked_sub(1) else {
        return Type::Unknown;
    };
    match ty {
        ast::TsType::TsKeywordType(keyword) => keyword_type(keyword.kind),
        ast::TsType::TsFnOrConstructorType(ast::TsFnOrConstructorType::TsFnType(function)) => {
            Type::Function { returns: Box::new(type_within(&function.type_ann.type_ann, depth)) }
        }
        ast::TsType::TsTypeRef(reference) => reference_type(reference, depth),
        ast::TsType::TsTypeLit(literal) => match literal.members.as_slice() {
            [ast::TsTypeElement::TsIndexSignature(index)] => record(index, depth),
            elements => Type::Object(members(elements, depth)),
        },
        ast::TsType::TsArrayType(array) => Type::Array(Box::new(type_within(&array.elem_type, depth))),
        ast::TsType::TsTupleType(tuple) => {
            Type::Array(Box::new(union(tuple.elem_types.iter().map(|element| type_within(&element.ty, depth)))))
        }
        ast::TsType::TsOptionalType(optional) => {
            union([type_within(&optional.type_ann, depth), Type::Literal(Const::Undefined)])
        }
        // `...T[]` in a tuple contributes what `T[]` holds.
        ast::TsType::TsRestType(rest) => match type_within(&rest.type_ann, depth) {
            Type::Array(element) => *element,
            _ => Type::Unknown,
        },
        ast::TsType::TsUnionOrIntersectionType(ast::TsUnionOrIntersectionType::TsUnionType(types)) => {
            union(types.types.iter().map(|ty| type_within(ty, depth)))
        }
        ast::TsType::TsUnionOrIntersectionType(ast::TsUnionOrIntersectionType::TsIntersectionType(types)) => {
            intersection(types.types.iter().map(|ty| type_within(ty, depth)))
        }
        ast::TsType::TsParenthesizedType(inner) => type_within(&inner.type_ann, depth),
        ast::TsType::TsTypeOperator(operator) if operator.op == ast::TsTypeOperatorOp::ReadOnly => {
            type_within(&operator.type_ann, depth)
        }
        ast::TsType::TsTypeQuery(query) => match &query.expr_name {
            ast::TsTypeQueryExpr::TsEntityName(ast::TsEntityName::Ident(name)) => Type::TypeOf(name.sym.to_string()),
            _ => Type::Unknown,
        },
        ast::TsType::TsLitType(literal) => literal_type(&literal.lit),
        ast::TsType::TsTypePredicate(predicate) if predicate.asserts => Type::Asserts,
        ast::TsType::TsTypePredicate(_) => Type::Predicate,
        _ => Type::Unknown,
    }
}

fn keyword_type(kind: ast::TsKeywordTypeKind) -> Type {
    match kind {
        ast::TsKeywordTypeKind::TsNumberKeyword => Type::Number,
        ast::TsKeywordTypeKind::TsBooleanKeyword => Type::Boolean,
        ast::TsKeywordTypeKind::TsStringKeyword => Type::String,
        ast::TsKeywordTypeKind::TsVoidKeyword => Type::Void,
        ast::TsKeywordTypeKind::TsUndefinedKeyword => Type::Literal(Const::Undefined),
        ast::TsKeywordTypeKind::TsNullKeyword => Type::Literal(Const::Null),
        ast::TsKeywordTypeKind::TsNeverKeyword => Type::Never,
        ast::TsKeywordTypeKind::TsAnyKeyword | ast::TsKeywordTypeKind::TsUnknownKeyword => Type::Any,
        _ => Type::Unknown,
    }
}

fn reference_type(reference: &ast::TsTypeRef, depth: usize) -> Type {
    let mut arguments: Vec<Type> = reference
        .type_params
        .iter()
        .flat_map(|arguments| &arguments.params)
        .map(|argument| type_within(argument, depth))
        .collect();
    let name = entity_name(&reference.type_name);
    if matches!(name.as_str(), "Array" | "ReadonlyArray") && arguments.len() == 1 {
        return Type::Array(Box::new(arguments.pop().unwrap_or(Type::Unknown)));
    }
    Type::Named { name, arguments }
}

/// `A.B.c`, as written.
pub(super) fn entity_name(name: &ast::TsEntityName) -> String {
    match name {
        ast::TsEntityName::Ident(name) => name.sym.to_string(),
        ast::TsEntityName::TsQualifiedName(name) => format!("{}.{}", entity_name(&name.left), name.right.sym),
    }
}

fn literal_type(literal: &ast::TsLit) -> Type {
    match literal {
        ast::TsLit::Number(number) => Type::Literal(Const::number(number.value)),
        ast::TsLit::Str(string) => Type::Literal(Const::string(&text::string(string))),
        ast::TsLit::Bool(boolean) => Type::Literal(Const::Bool(boolean.value)),
        ast::TsLit::BigInt(number) => Type::Literal(Const::BigInt(number.value.to_string().into())),
        // A template without holes is a literal; one with holes is some string.
        ast::TsLit::Tpl(template) => match (template.types.is_empty(), template.quasis.first()) {
            (true, Some(part)) => Type::Literal(Const::string(&text::template_part(part))),
            _ => Type::String,
        },
    }
}

/// `a | b | …`, flattened, without repetitions.
fn union(types: impl IntoIterator<Item = Type>) -> Type {
    let mut flat = Vec::new();
    for ty in types {
        match ty {
            Type::Union(inner) => flat.extend(inner),
            Type::Never => {}
            other => flat.push(other),
        }
    }
    match flat.len() {
        0 => Type::Never,
        1 => flat.pop().unwrap_or(Type::Unknown),
        _ => Type::Union(flat),
    }
}

/// `a & b & …`: the members of all of them, beside the parts that have a name and are not resolved here; a branded primitive
/// (`string & { readonly brand: 'id' }`) is the primitive.
fn intersection(types: impl IntoIterator<Item = Type>) -> Type {
    let mut all = Vec::new();
    let mut parts = Vec::new();
    for ty in types {
        match ty {
            Type::Object(members) => all.extend(members),
            Type::String | Type::Number | Type::Boolean | Type::Literal(_) => return ty,
            other => parts.push(other),
        }
    }
    if parts.is_empty() {
        return Type::Object(all);
    }
    parts.push(Type::Object(all));
    Type::Intersection(parts)
}

/// `{ [name: string]: T }`, which is `Record<string, T>`.
fn record(index: &ast::TsIndexSignature, depth: usize) -> Type {
    let element = index.type_ann.as_ref().map_or(Type::Unknown, |annotation| type_within(&annotation.type_ann, depth));
    Type::Named { name: "Record".to_owned(), arguments: vec![Type::String, element] }
}

fn members(elements: &[ast::TsTypeElement], depth: usize) -> Vec<Member> {
    elements.iter().filter_map(|element| member(element, depth)).collect()
}

fn member(element: &ast::TsTypeElement, depth: usize) -> Option<Member> {
    let inner = |annotation: &Option<Box<ast::TsTypeAnn>>| {
        annotation.as_ref().map_or(Type::Unknown, |annotation| type_within(&annotation.type_ann, depth))
    };
    match element {
        ast::TsTypeElement::TsPropertySignature(property) => Some(Member {
            name: signature_key(&property.key)?,
            ty: inner(&property.type_ann),
            optional: property.optional,
        }),
        ast::TsTypeElement::TsGetterSignature(getter) => {
            Some(Member { name: signature_key(&getter.key)?, ty: inner(&getter.type_ann), optional: false })
        }
        ast::TsTypeElement::TsMethodSignature(method) => Some(Member {
            name: signature_key(&method.key)?,
            ty: Type::Function { returns: Box::new(inner(&method.type_ann)) },
            optional: method.optional,
        }),
        _ => None,
    }
}

fn signature_key(key: &ast::Expr) -> Option<String> {
    match key {
        ast::Expr::Ident(name) => Some(name.sym.to_string()),
        ast::Expr::Lit(ast::Lit::Str(string)) => Some(text::string(string).into_owned()),
        ast::Expr::Lit(ast::Lit::Num(number)) => Some(number.value.to_string()),
        _ => None,
    }
}

/// Adds `type T = …`.
pub(super) fn declare_alias(types: &mut Types, alias: &ast::TsTypeAliasDecl) {
    if types.get(&alias.id.sym).is_none() {
        types.insert(alias.id.sym.to_string(), TypeDeclaration::Alias(lower_type(&alias.type_ann)));
    }
}

/// Adds `interface T { … }`, to an earlier declaration of the same name if there is one.
pub(super) fn declare_interface(types: &mut Types, interface: &ast::TsInterfaceDecl) {
    let mut own = members(&interface.body.body, MAX_DEPTH);
    let bases = interface.extends.iter().filter_map(|base| text::path(&base.expr));
    match types.get_mut(&interface.id.sym) {
        Some(TypeDeclaration::Interface { members, extends }) => {
            members.append(&mut own);
            extends.extend(bases);
        }
        Some(TypeDeclaration::Class { members, .. }) => members.append(&mut own),
        Some(_) => {}
        None => {
            let declaration = TypeDeclaration::Interface { members: own, extends: bases.collect() };
            types.insert(interface.id.sym.to_string(), declaration);
        }
    }
}

/// Adds `enum E { … }`, numbering members without a value.
pub(super) fn declare_enum(types: &mut Types, declaration: &ast::TsEnumDecl) {
    let mut next = Some(0.0);
    let mut values = Vec::new();
    for member in &declaration.members {
        let name = match &member.id {
            ast::TsEnumMemberId::Ident(name) => name.sym.to_string(),
            ast::TsEnumMemberId::Str(name) => text::string(name).into_owned(),
        };
        let value = match &member.init {
            Some(value) => enum_value(value, &values),
            None => next.map(Const::number),
        };
        next = match &value {
            Some(Const::Number(number)) => Some(number.get() + 1.0),
            _ => None,
        };
        values.push((name, value));
    }
    types.insert(declaration.id.sym.to_string(), TypeDeclaration::Enum(values));
}

/// A member's value: a literal, an earlier member, or flags built with `|` and `<<`.
fn enum_value(value: &ast::Expr, earlier: &[(String, Option<Const>)]) -> Option<Const> {
    match text::unwrapped(value) {
        ast::Expr::Ident(name) => {
            earlier.iter().find(|(other, _)| *other == name.sym.as_str()).and_then(|(_, value)| value.clone())
        }
        ast::Expr::Bin(binary) => {
            let (left, right) = (enum_value(&binary.left, earlier)?, enum_value(&binary.right, earlier)?);
            let (Const::Number(left), Const::Number(right)) = (left, right) else {
                return None;
            };
            // Flags are small non-negative integers; anything else is left computed.
            let (left, right) = (flag(left.get())?, flag(right.get())?);
            match binary.op {
                ast::BinaryOp::BitOr => Some(Const::number(f64::from(left | right))),
                ast::BinaryOp::LShift => left.checked_shl(right).map(|bits| Const::number(f64::from(bits))),
                _ => None,
            }
        }
        other => text::constant(other),
    }
}

fn flag(value: f64) -> Option<u32> {
    let small = (0.0..=f64::from(i32::MAX)).contains(&value) && value.fract() == 0.0;
    small.then_some(value as u32)
}

/// Adds `class C`: the declared types of its properties and what its methods return.
pub(super) fn declare_class(types: &mut Types, name: &str, class: &ast::Class) {
    let mut members = Vec::new();
    for member in &class.body {
        class_member(member, &mut members);
    }
    if let Some(TypeDeclaration::Interface { members: merged, .. }) = types.get(name) {
        members.extend(merged.iter().cloned());
    }
    let extends = class.super_class.as_deref().and_then(text::path);
    types.insert(name.to_owned(), TypeDeclaration::Class { members, extends });
}

fn class_member(member: &ast::ClassMember, members: &mut Vec<Member>) {
    match member {
        ast::ClassMember::ClassProp(property) => {
            let ty = annotation(property.type_ann.as_deref()).or_else(|| type_of_value(property.value.as_deref()?));
            if let (Some(name), Some(ty)) = (text::property_name(&property.key), ty) {
                members.push(Member { name, ty, optional: property.is_optional });
            }
        }
        ast::ClassMember::PrivateProp(property) => {
            let ty = annotation(property.type_ann.as_deref()).or_else(|| type_of_value(property.value.as_deref()?));
            if let Some(ty) = ty {
                members.push(Member { name: format!("#{}", property.key.name), ty, optional: property.is_optional });
            }
        }
        ast::ClassMember::Method(method) => {
            let (Some(name), Some(returns)) =
                (text::property_name(&method.key), annotation(method.function.return_type.as_deref()))
            else {
                return;
            };
            let ty = match method.kind {
                ast::MethodKind::Method => Type::Function { returns: Box::new(returns) },
                ast::MethodKind::Getter => returns,
                ast::MethodKind::Setter => return,
            };
            members.push(Member { name, ty, optional: method.is_optional });
        }
        ast::ClassMember::Constructor(constructor) => {
            members.extend(parameter_properties(constructor));
            let undeclared: Vec<Member> = assigned_properties(constructor)
                .filter(|assigned| !members.iter().any(|member| member.name == assigned.name))
                .collect();
            members.extend(undeclared);
        }
        _ => {}
    }
}

/// `this.roles = new Roles()` in a constructor declares a property, where no other declaration does.
fn assigned_properties(constructor: &ast::Constructor) -> impl Iterator<Item = Member> {
    let statements = constructor.body.iter().flat_map(|body| &body.stmts);
    statements.filter_map(|statement| {
        let ast::Stmt::Expr(statement) = statement else { return None };
        let ast::Expr::Assign(assignment) = &*statement.expr else { return None };
        let ast::AssignTarget::Simple(ast::SimpleAssignTarget::Member(member)) = &assignment.left else { return None };
        let ast::MemberProp::Ident(name) = &member.prop else { return None };
        let ty = type_of_value(&assignment.right).filter(|_| member.obj.is_this())?;
        Some(Member { name: name.sym.to_string(), ty, optional: false })
    })
}

/// The type of a value that shows it: `new Roles()`, `roles as Roles`.
fn type_of_value(value: &ast::Expr) -> Option<Type> {
    match value {
        ast::Expr::New(new) => {
            let path = text::path(&new.callee)?;
            let is_name = path.chars().all(|char| char.is_alphanumeric() || "_$.".contains(char));
            is_name.then_some(Type::Named { name: path, arguments: Vec::new() })
        }
        ast::Expr::TsAs(cast) => Some(lower_type(&cast.type_ann)).filter(|ty| !matches!(ty, Type::Any | Type::Unknown)),
        _ => None,
    }
}

/// `constructor(private readonly roles: RoleService)` declares a property.
fn parameter_properties(constructor: &ast::Constructor) -> impl Iterator<Item = Member> {
    constructor.params.iter().filter_map(|param| {
        let ast::ParamOrTsParamProp::TsParamProp(property) = param else {
            return None;
        };
        let ident = match &property.param {
            ast::TsParamPropParam::Ident(ident) => ident,
            ast::TsParamPropParam::Assign(assign) => assign.left.as_ident()?,
        };
        let ty = annotation(ident.type_ann.as_deref())?;
        Some(Member { name: ident.id.sym.to_string(), ty, optional: ident.id.optional })
    })
}
