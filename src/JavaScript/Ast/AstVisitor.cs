using Acornima.Ast;

namespace Acornima;

/// <summary>Walks a tree; a derived class overrides the kinds of node it cares about.</summary>
/// <remarks>Every <c>Visit…</c> method visits the node's children in source order unless overridden, and returns the node.</remarks>
public class AstVisitor
{
    /// <summary>Hands <paramref name="node"/> to the method for its kind.</summary>
    /// <param name="node">The root of the walk.</param>
    /// <returns>What that method returns.</returns>
    public virtual object? Visit(Node node) => node.Accept(this);

    private Node VisitChildren(Node node)
    {
        foreach (var child in node.ChildNodes)
        {
            Visit(child);
        }

        return node;
    }

    /// <summary>Visits one <see cref="AccessorProperty"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitAccessorProperty(AccessorProperty node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ArrayExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitArrayExpression(ArrayExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ArrayPattern"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitArrayPattern(ArrayPattern node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ArrowFunctionExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitArrowFunctionExpression(ArrowFunctionExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="AssignmentExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitAssignmentExpression(AssignmentExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="AssignmentPattern"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitAssignmentPattern(AssignmentPattern node) => VisitChildren(node);

    /// <summary>Visits one <see cref="AwaitExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitAwaitExpression(AwaitExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="NonLogicalBinaryExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitBinaryExpression(NonLogicalBinaryExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="NestedBlockStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitBlockStatement(NestedBlockStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="BreakStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitBreakStatement(BreakStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="CallExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitCallExpression(CallExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="CatchClause"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitCatchClause(CatchClause node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ChainExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitChainExpression(ChainExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ClassBody"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitClassBody(ClassBody node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ClassDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitClassDeclaration(ClassDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ClassExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitClassExpression(ClassExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ConditionalExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitConditionalExpression(ConditionalExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ContinueStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitContinueStatement(ContinueStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="DebuggerStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitDebuggerStatement(DebuggerStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Decorator"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitDecorator(Decorator node) => VisitChildren(node);

    /// <summary>Visits one <see cref="DoWhileStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitDoWhileStatement(DoWhileStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="EmptyStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitEmptyStatement(EmptyStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ExportAllDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitExportAllDeclaration(ExportAllDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ExportDefaultDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitExportDefaultDeclaration(ExportDefaultDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ExportNamedDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitExportNamedDeclaration(ExportNamedDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ExportSpecifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitExportSpecifier(ExportSpecifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ExpressionStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitExpressionStatement(ExpressionStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ForInStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitForInStatement(ForInStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ForOfStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitForOfStatement(ForOfStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ForStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitForStatement(ForStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="FunctionBody"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitFunctionBody(FunctionBody node) => VisitChildren(node);

    /// <summary>Visits one <see cref="FunctionDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitFunctionDeclaration(FunctionDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="FunctionExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitFunctionExpression(FunctionExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Identifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitIdentifier(Identifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="IfStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitIfStatement(IfStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportAttribute"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportAttribute(ImportAttribute node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportDeclaration(ImportDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportDefaultSpecifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportDefaultSpecifier(ImportDefaultSpecifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportExpression(ImportExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportNamespaceSpecifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportNamespaceSpecifier(ImportNamespaceSpecifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ImportSpecifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitImportSpecifier(ImportSpecifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="LabeledStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitLabeledStatement(LabeledStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Literal"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitLiteral(Literal node) => VisitChildren(node);

    /// <summary>Visits one <see cref="LogicalExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitLogicalExpression(LogicalExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="MemberExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitMemberExpression(MemberExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="MetaProperty"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitMetaProperty(MetaProperty node) => VisitChildren(node);

    /// <summary>Visits one <see cref="MethodDefinition"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitMethodDefinition(MethodDefinition node) => VisitChildren(node);

    /// <summary>Visits one <see cref="NewExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitNewExpression(NewExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ObjectExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitObjectExpression(ObjectExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ObjectPattern"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitObjectPattern(ObjectPattern node) => VisitChildren(node);

    /// <summary>Visits one <see cref="PrivateIdentifier"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitPrivateIdentifier(PrivateIdentifier node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Program"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitProgram(Program node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Property"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitProperty(Property node) => VisitChildren(node);

    /// <summary>Visits one <see cref="PropertyDefinition"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitPropertyDefinition(PropertyDefinition node) => VisitChildren(node);

    /// <summary>Visits one <see cref="RestElement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitRestElement(RestElement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ReturnStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitReturnStatement(ReturnStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="SequenceExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitSequenceExpression(SequenceExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="SpreadElement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitSpreadElement(SpreadElement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="StaticBlock"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitStaticBlock(StaticBlock node) => VisitChildren(node);

    /// <summary>Visits one <see cref="Super"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitSuper(Super node) => VisitChildren(node);

    /// <summary>Visits one <see cref="SwitchCase"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitSwitchCase(SwitchCase node) => VisitChildren(node);

    /// <summary>Visits one <see cref="SwitchStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitSwitchStatement(SwitchStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="TaggedTemplateExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitTaggedTemplateExpression(TaggedTemplateExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="TemplateElement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitTemplateElement(TemplateElement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="TemplateLiteral"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitTemplateLiteral(TemplateLiteral node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ThisExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitThisExpression(ThisExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="ThrowStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitThrowStatement(ThrowStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="TryStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitTryStatement(TryStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="NonUpdateUnaryExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitUnaryExpression(NonUpdateUnaryExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="UpdateExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitUpdateExpression(UpdateExpression node) => VisitChildren(node);

    /// <summary>Visits one <see cref="VariableDeclaration"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitVariableDeclaration(VariableDeclaration node) => VisitChildren(node);

    /// <summary>Visits one <see cref="VariableDeclarator"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitVariableDeclarator(VariableDeclarator node) => VisitChildren(node);

    /// <summary>Visits one <see cref="WhileStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitWhileStatement(WhileStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="WithStatement"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitWithStatement(WithStatement node) => VisitChildren(node);

    /// <summary>Visits one <see cref="YieldExpression"/>.</summary>
    /// <param name="node">The node.</param>
    /// <returns>The node.</returns>
    protected internal virtual object? VisitYieldExpression(YieldExpression node) => VisitChildren(node);
}
