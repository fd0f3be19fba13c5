using Acornima.Ast;

namespace Acornima;

/// <summary>The elements of class bodies: methods, accessors, fields and static blocks (ECMA-262 15.7.1).</summary>
internal sealed class ClassMemberParser(ParserState state) : GrammarArea(state)
{
    // Fields, private names and static blocks came together.
    private readonly bool _allowsFields = state.Options.EcmaVersion >= EcmaVersion.ES2022;

    /// <summary>ClassElement, except a lone semicolon.</summary>
    /// <param name="hasSuperClass">Whether the constructor may call <c>super</c>.</param>
    public Node ParseElement(bool hasSuperClass)
    {
        var element = new Element { Start = Tokens.StartPoint, Decorators = State.Classes.ParseDecorators() };
        if (Tokens.Type == TokenType.Static && TakeModifier(ref element, out var isStaticBlock))
        {
            element.IsStatic = true;
            if (isStaticBlock)
            {
                return element.Decorators.Count == 0 && _allowsFields ? ParseStaticBlock(element.Start) : throw Unexpected();
            }
        }

        ParseModifiers(ref element);
        if (element.Key is null)
        {
            element.KeyIsPrivate = Tokens.Type == TokenType.PrivateName;
            element.Key = element.KeyIsPrivate ? ParsePrivateName() : State.Objects.ParsePropertyName(out element.Computed);
        }

        if (element.KeyIsPrivate && !_allowsFields)
        {
            throw Tokens.Error(Messages.InvalidOrUnexpectedToken, element.Key.Start);
        }

        CheckKey(in element);
        return Tokens.Type == TokenType.LeftParenthesis || element.Kind is PropertyKind.Get or PropertyKind.Set || element.Flags != FunctionFlags.None
            ? ParseMethod(in element, hasSuperClass)
            : ParseField(in element);
    }

    // Takes the current word and decides whether it modifies what follows or is itself the element's name.
    private bool TakeModifier(ref Element element, out bool startsBlock)
    {
        var word = ParseName();
        startsBlock = Tokens.Type == TokenType.LeftBrace;
        if (startsBlock || Tokens.Type == TokenType.Star || State.Objects.StartsPropertyName())
        {
            return true;
        }

        element.Key = word;
        return false;
    }

    private void ParseModifiers(ref Element element)
    {
        if (element.Key is not null)
        {
            return;
        }

        if (Eat(TokenType.Star))
        {
            element.Flags = FunctionFlags.Generator;
            return;
        }

        var type = Tokens.Type;
        if (type is not (TokenType.Async or TokenType.Get or TokenType.Set or TokenType.Accessor)
            || (type == TokenType.Accessor && (State.Options.ExperimentalESFeatures & ExperimentalESFeatures.Decorators) == 0))
        {
            return;
        }

        // async and accessor need their name on the same line, else they are fields; get and set do not.
        var word = ParseName();
        var sameLine = type is TokenType.Get or TokenType.Set || !Tokens.AfterNewline;
        if (!sameLine || !(State.Objects.StartsPropertyName() || (type == TokenType.Async && Tokens.Type == TokenType.Star)))
        {
            element.Key = word;
            return;
        }

        element.Kind = type switch { TokenType.Get => PropertyKind.Get, TokenType.Set => PropertyKind.Set, _ => element.Kind };
        element.IsAccessor = type == TokenType.Accessor;
        if (type == TokenType.Async)
        {
            element.Flags = FunctionFlags.Async | (Eat(TokenType.Star) ? FunctionFlags.Generator : FunctionFlags.None);
        }
    }

    private void CheckKey(in Element element)
    {
        if (element is { KeyIsPrivate: true, Key: PrivateIdentifier name })
        {
            DeclarePrivate(name, in element);
        }
        else if (element.IsStatic && Names(in element, "prototype"))
        {
            State.Report(Messages.StaticPrototype, element.Key!.Start);
        }
    }

    private void DeclarePrivate(PrivateIdentifier name, in Element element)
    {
        if (name.Name == "constructor")
        {
            State.Report(Tokens.Type == TokenType.LeftParenthesis ? Messages.ConstructorIsPrivate : Messages.ConstructorClassField, name.Start);
        }

        var form = element.Kind switch
        {
            PropertyKind.Get => PrivateForm.Getter,
            PropertyKind.Set => PrivateForm.Setter,
            _ => PrivateForm.FieldOrMethod,
        };
        if (!State.PrivateNames.TryDeclare(name.Name, element.IsStatic ? form | PrivateForm.Static : form))
        {
            State.Report(Messages.VarRedeclaration, name.Start, "#" + name.Name);
        }
    }

    private MethodDefinition ParseMethod(in Element element, bool hasSuperClass)
    {
        if (element.IsAccessor)
        {
            throw Unexpected();
        }

        var kind = element.Kind;
        var isConstructor = !element.IsStatic && Names(in element, "constructor");
        if (isConstructor)
        {
            RefuseSpecialConstructor(in element);
            kind = PropertyKind.Constructor;
        }

        var value = kind switch
        {
            PropertyKind.Get or PropertyKind.Set => State.Functions.ParseAccessor(kind),
            PropertyKind.Constructor => State.Functions.ParseMethod(
                FunctionFlags.SuperProperty | (hasSuperClass ? FunctionFlags.SuperCall : FunctionFlags.None)),
            _ => State.Functions.ParseMethod(element.Flags | FunctionFlags.SuperProperty),
        };
        return State.Finish(new MethodDefinition(element.Decorators, kind, element.Key!, value, element.Computed, element.IsStatic), element.Start);
    }

    private void RefuseSpecialConstructor(in Element element)
    {
        if (element.Kind is PropertyKind.Get or PropertyKind.Set)
        {
            State.Report(Messages.ConstructorIsAccessor, element.Key!.Start);
        }
        else if ((element.Flags & FunctionFlags.Async) != 0)
        {
            State.Report(Messages.ConstructorIsAsync, element.Key!.Start);
        }
        else if ((element.Flags & FunctionFlags.Generator) != 0)
        {
            State.Report(Messages.ConstructorIsGenerator, element.Key!.Start);
        }
    }

    private ClassProperty ParseField(in Element element)
    {
        if (!_allowsFields)
        {
            throw Unexpected();
        }

        if (Names(in element, "constructor"))
        {
            State.Report(Messages.ConstructorClassField, element.Key!.Start);
        }

        Expression? value = null;
        if (Eat(TokenType.Equal))
        {
            var outer = State.EnterFunction(FunctionFlags.NewTarget | FunctionFlags.SuperProperty | FunctionFlags.NoArguments);
            value = State.Expressions.ParseAssignment();
            State.LeaveFunction(outer);
        }

        EndStatement();
        return element.IsAccessor
            ? State.Finish(new AccessorProperty(element.Decorators, element.Key!, value, element.Computed, element.IsStatic), element.Start)
            : State.Finish(new PropertyDefinition(element.Decorators, element.Key!, value, element.Computed, element.IsStatic), element.Start);
    }

    private StaticBlock ParseStaticBlock(SourcePoint start)
    {
        State.Scopes.Open(ScopeKind.StaticBlock);
        var outer = State.EnterFunction(
            FunctionFlags.NewTarget | FunctionFlags.SuperProperty | FunctionFlags.NoArguments | FunctionFlags.NoAwait);
        var body = State.Statements.ParseBracedList();
        State.LeaveFunction(outer);
        return State.FinishScope(new StaticBlock(body), start);
    }

    private static bool Names(in Element element, string name) => !element.Computed
        && ((element.Key is Identifier identifier && identifier.Name == name) || (element.Key is StringLiteral text && text.Value == name));

    // What is known of an element before its parentheses or initialiser.
    private struct Element
    {
        public SourcePoint Start;
        public NodeList<Decorator> Decorators;
        public Expression? Key;
        public PropertyKind Kind = PropertyKind.Method;
        public FunctionFlags Flags;
        public bool Computed;
        public bool KeyIsPrivate;
        public bool IsStatic;
        public bool IsAccessor;

        public Element()
        {
        }
    }
}
